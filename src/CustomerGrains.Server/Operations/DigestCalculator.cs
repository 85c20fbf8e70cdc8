using System.IO.Hashing;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Parties;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Grains.Numbers;
using CustomerGrains.Grains.Parties;
using CustomerGrains.Grains.Rollups;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Calls;
using CustomerGrains.Storage;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Operations;

/// <summary>One number for everything that is known (invariant 8), and the proof that it can be rebuilt (invariant 7): state = fold(base + history + log).</summary>
public sealed class DigestCalculator
{
    private readonly IStore _store;
    private readonly IEntityKinds _kinds;
    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;

    public DigestCalculator(IStore store, IEntityKinds kinds, IGrainFactory grains, GrainCalls calls)
    {
        _store = store;
        _kinds = kinds;
        _grains = grains;
        _calls = calls;
    }

    /// <param name="full">Also rebuild every entity from its base and entries and compare.</param>
    public async Task<Digest> CalculateAsync(bool full, CancellationToken cancellationToken)
    {
        await _store.CheckpointAsync(cancellationToken);
        var hash = new XxHash128();
        var bytes = new ByteWriter(4096);
        var result = new Digest();
        await foreach (var snapshot in _store.ReadSnapshotsAsync(cancellationToken))
        {
            if (full)
            {
                result.Entries += await VerifyAsync(snapshot, cancellationToken);
                result.Rebuilt++;
            }
            if (!EntityKinds.InDigest(snapshot.Key.Kind)) continue;
            bytes.Clear();
            bytes.Text(snapshot.Key.Value);
            _kinds.Read(snapshot.Key, snapshot.State.Span).WriteAggregates(bytes);
            hash.Append(bytes.Written);
            result.Entities++;
        }
        result.Digest_ = Convert.ToHexStringLower(hash.GetCurrentHash());
        return result;
    }

    /// <returns>Entries folded.</returns>
    private async Task<ulong> VerifyAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        var (state, entries) = await RebuildAsync(snapshot, cancellationToken);
        var rebuilt = new ByteWriter(4096);
        state.WriteTo(rebuilt);
        // Read and written again: a snapshot of an older format says the same in other bytes.
        var kept = new ByteWriter(4096);
        _kinds.Read(snapshot.Key, snapshot.State.Span).WriteTo(kept);
        if (!rebuilt.Written.SequenceEqual(kept.Written)) throw Differs(snapshot, "its snapshot is not what its entries give");

        var live = await _calls.ReadAsync(Grain(snapshot.Key), cancellationToken);
        if (live.Version == snapshot.Version && !rebuilt.Written.SequenceEqual(live.State.Span)) throw Differs(snapshot, "the grain's state is not what its entries give");
        return entries;
    }

    /// <summary>Folds history and log onto the base, or onto nothing where all of the history is kept.</summary>
    private async Task<(IEntityState State, ulong Entries)> RebuildAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        while (true)
        {
            var edge = await _store.ReadBaseAsync(snapshot.Key, cancellationToken);
            // The base may have gone past the snapshot that was read before it: then nothing is left to compare it with but itself.
            if (edge?.Version > snapshot.Version) return (_kinds.Read(snapshot.Key, snapshot.State.Span), 0);
            var state = edge is { } kept ? _kinds.Read(snapshot.Key, kept.State.Span) : _kinds.Create(snapshot.Key);
            var from = state.Version;
            try
            {
                await foreach (var entry in _store.ReadEntriesAsync(snapshot.Key, from + 1, snapshot.Version, cancellationToken)) state.Fold(EntryView.Read(entry.Span));
                return (state, (ulong)(state.Version - from));
            }
            catch (HistoryExpiredException)
            {
                // The base moved on between the two looks.
            }
        }
    }

    private IEntityGrain Grain(EntityKey key) => key.Kind switch
    {
        EntityKinds.Subscriber => _grains.GetGrain<ISubscriberGrain>(key.Id),
        EntityKinds.Number => _grains.GetGrain<INumberGrain>(key.Id),
        EntityKinds.Source => _grains.GetGrain<ISourceGrain>(key.Id),
        EntityKinds.Stream => _grains.GetGrain<IClosedStreamGrain>(key.Id),
        EntityKinds.Rollup => _grains.GetGrain<IRollupGrain>(key.Id),
        EntityKinds.Merges => _grains.GetGrain<IMergesGrain>(key.Id),
        var kind when PartyKinds.IsParty(kind) => _grains.GetGrain<IPartyGrain>(key.Value),
        var kind => throw new CorruptDataException($"There is no grain for a {kind}."),
    };

    private static Grpc.Core.RpcException Differs(Snapshot snapshot, string how) =>
        Errors.DataLoss($"{snapshot.Key.Kind} {EntityKey.Hash(snapshot.Key.ToUtf8()):x16} at version {snapshot.Version}: {how}. Keep the store as it is and report this.");
}
