using CustomerGrains.Domain.Parties;
using CustomerGrains.Grains.Parties;
using CustomerGrains.Server.Calls;
using CustomerGrains.V1;
using PartyKind = CustomerGrains.Domain.Parties.PartyKind;

namespace CustomerGrains.Server.Parties;

/// <summary>Merges parties, and keeps merges from going round in a circle. Where a merge leads is looked at in the parties themselves, and the
/// one who decides (<see cref="IMergesGrain"/>) refuses when something was merged since.</summary>
public sealed class PartyMerger : IDisposable
{
    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly PartyReader _parties;

    /// <summary>One at a time in this process: the others would have to look again anyway.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    public PartyMerger(IGrainFactory grains, GrainCalls calls, PartyReader parties)
    {
        _grains = grains;
        _calls = calls;
        _parties = parties;
    }

    public void Dispose() => _turn.Dispose();

    /// <param name="caller">Request id, who asks and why; each may be empty.</param>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, FAILED_PRECONDITION.</exception>
    internal async Task MergeAsync(PartyKind kind, string id, string into, (string RequestId, string Actor, string Reason) caller, CancellationToken cancellationToken)
    {
        var merges = _grains.GetGrain<IMergesGrain>(PartyKinds.NameOf(kind));
        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (!await _calls.RetryAsync(
                async () =>
                {
                    var asOf = await merges.Settle(cancellationToken);
                    return await IsMergedAsync(kind, id, into, cancellationToken)
                        || await merges.Merge(new MergeCommand(id, into, asOf, caller.RequestId, caller.Actor, caller.Reason), cancellationToken);
                },
                cancellationToken))
            {
                // Somebody else's merge came between.
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether it is done already; throws when it cannot be.</summary>
    private async Task<bool> IsMergedAsync(PartyKind kind, string id, string into, CancellationToken cancellationToken)
    {
        var name = PartyKinds.NameOf(kind);
        var one = await KnownAsync("party_id", id);
        var other = await KnownAsync("into_id", into);
        if (one.MergedInto == into) return true;
        if (one.MergedInto.Length > 0)
            throw Errors.FailedPrecondition(ErrorReasons.PartyMerged, "party_id", $"The {name} '{id}' was merged into '{one.MergedInto}' before; merge that one, if they are all the same.");
        while (other.MergedInto.Length > 0)
        {
            if (other.MergedInto == id) throw Errors.FailedPrecondition(ErrorReasons.MergeCycle, "into_id", $"The {name} '{into}' goes on as '{id}' since it was merged; the other way round is not possible any more.");
            other = await _parties.StateAsync(kind, other.MergedInto, cancellationToken);
        }
        return false;

        async Task<PartyState> KnownAsync(string field, string wanted) =>
            await _parties.StateAsync(kind, wanted, cancellationToken) is { Version: > 0 } state ? state : throw CustomersService.NotFound(kind, wanted, $"{field}: ");
    }
}
