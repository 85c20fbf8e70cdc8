using CustomerGrains.Domain.Facts;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.Worker;

namespace CustomerGrains.Storage.Tests;

/// <summary>Everything that was ever appended to toy entities, and what each was after every entry: what a store with retention is
/// compared with.</summary>
public sealed class HistoryOracle
{
    private readonly Dictionary<string, List<(byte[] Entry, long Now, byte[] State)>> _entities = [];

    /// <summary>Business time, milliseconds since 1970-01-01 UTC.</summary>
    public long Now { get; private set; } = new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public IEnumerable<string> Ids => _entities.Keys;

    public void Advance(TimeSpan by) => Now += (long)by.TotalMilliseconds;

    /// <summary>Appends one entry at <see cref="Now"/>, durably.</summary>
    public async Task AppendAsync(StoreFixture store, string id, byte[] body)
    {
        var toy = await store.LoadAsync(id);
        Assert.Equal(CommitOutcome.Durable, await store.WaitAsync(toy.Append(body, Now)));
        var writer = new EntryWriter();
        writer.Begin(toy.Handle.Key, toy.State.Version, Now, 1, CauseKind.Tick, [], 1, 0);
        writer.Fact(FactKind.Usage, Outcome.Applied, body);
        if (!_entities.TryGetValue(id, out var entries)) _entities.Add(id, entries = []);
        entries.Add((writer.End().ToArray(), Now, StoreFixture.Bytes(toy.State)));
        toy.Release();
    }

    /// <summary>State, base, kept entries and a random part of them are as they must be.</summary>
    /// <param name="store">What is compared.</param>
    /// <param name="id">The toy.</param>
    /// <param name="kept">Entries at or after this business time must be readable.</param>
    /// <param name="random">Chooses the part.</param>
    /// <returns>Business time of the oldest entry that can be read; null when there is none.</returns>
    public async Task<long?> CompareAsync(StoreFixture store, string id, long kept, Random random)
    {
        var entries = _entities[id];
        var toy = await store.LoadAsync(id);
        Assert.Equal(entries[^1].State, StoreFixture.Bytes(toy.State));
        toy.Release();

        var edge = await store.Store.ReadBaseAsync(toy.Key, CancellationToken.None);
        var gone = (int)(edge?.Version ?? 0);
        if (edge is { } there)
        {
            Assert.Equal(entries[gone - 1].State, there.State.ToArray());
            Assert.Equal(entries[gone - 1].Now, there.Now);
            Assert.True(there.Now < kept, $"{id} lost version {gone}, which is to be kept.");
            var expired = await Assert.ThrowsAsync<HistoryExpiredException>(() => ReadAsync(store, id, random.Next(1, gone + 1), long.MaxValue));
            Assert.Equal(gone + 1, expired.FirstVersion);
        }
        Assert.Equal(entries.Skip(gone).Select(entry => Convert.ToHexString(entry.Entry)), await ReadAsync(store, id, 0, long.MaxValue));
        var from = random.Next(gone + 1, entries.Count + 2);
        var to = random.Next(from - 1, entries.Count + 2);
        Assert.Equal(entries.Skip(from - 1).Take(to - from + 1).Select(entry => Convert.ToHexString(entry.Entry)), await ReadAsync(store, id, from, to));
        return gone < entries.Count ? entries[gone].Now : null;
    }

    private static async Task<List<string>> ReadAsync(StoreFixture store, string id, long from, long to)
    {
        var read = new List<string>();
        await foreach (var entry in store.Store.ReadEntriesAsync(Domain.Entities.EntityKey.Of("toy", id), from, to, CancellationToken.None)) read.Add(Convert.ToHexString(entry.Span));
        return read;
    }
}
