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
    private readonly Dictionary<PartyKind, MergeTurn> _turns = PartyKinds.All.ToDictionary(static kind => kind, static _ => new MergeTurn());

    public PartyMerger(IGrainFactory grains, GrainCalls calls, PartyReader parties)
    {
        _grains = grains;
        _calls = calls;
        _parties = parties;
    }

    public void Dispose()
    {
        foreach (var turn in _turns.Values) turn.Dispose();
    }

    /// <param name="caller">Request id, who asks and why; each may be empty.</param>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND, FAILED_PRECONDITION, RESOURCE_EXHAUSTED; DATA_LOSS when a party that the merge leads to is damaged.</exception>
    internal Task MergeAsync(PartyKind kind, string id, string into, (string RequestId, string Actor, string Reason) caller, CancellationToken cancellationToken)
    {
        var merges = _grains.GetGrain<IMergesGrain>(PartyKinds.NameOf(kind));
        return _turns[kind].RunAsync(
            async () =>
            {
                while (!await _calls.RetryAsync(AttemptAsync, cancellationToken))
                {
                    // Somebody else's merge came between.
                }
            },
            cancellationToken);

        async Task<bool> AttemptAsync()
        {
            var settled = await merges.Settle(cancellationToken);
            return await IsMergedAsync(kind, id, into, settled.Unsettled, cancellationToken)
                || await merges.Merge(new MergeCommand(id, into, settled.Version, caller.RequestId, caller.Actor, caller.Reason), cancellationToken);
        }
    }

    /// <summary>Whether it is done already; throws when it cannot be.</summary>
    private async Task<bool> IsMergedAsync(PartyKind kind, string id, string into, IReadOnlyList<string> unsettled, CancellationToken cancellationToken)
    {
        var name = PartyKinds.NameOf(kind);
        var one = await KnownAsync("party_id", id);
        var other = await KnownAsync("into_id", into);
        EnsureSettled(one);
        if (one.MergedInto == into) return true;
        if (one.MergedInto.Length > 0)
            throw Errors.FailedPrecondition(ErrorReasons.PartyMerged, "party_id", $"The {name} '{id}' was merged into '{one.MergedInto}' before; merge that one, if they are all the same.");
        EnsureSettled(other);
        while (other.MergedInto.Length > 0)
        {
            if (other.MergedInto == id) throw Errors.FailedPrecondition(ErrorReasons.MergeCycle, "into_id", $"The {name} '{into}' goes on as '{id}' since it was merged; the other way round is not possible any more.");
            other = await _parties.StateAsync(kind, other.MergedInto, cancellationToken);
            EnsureSettled(other);
        }
        if (one.Absorbed.Count + 1 + other.Absorbed.Count is var all and > PartyState.MaxAbsorbed)
            throw Errors.FailedPrecondition(ErrorReasons.TooManyMerged, "into_id", $"The {name} that '{into}' leads to would be {all} merged ones; at most {PartyState.MaxAbsorbed} can be. Look at whether they are really the same.");
        return false;

        async Task<PartyState> KnownAsync(string field, string wanted) =>
            await _parties.StateAsync(kind, wanted, cancellationToken) is { Version: > 0 } state ? state : throw CustomersService.NotFound(kind, wanted, $"{field}: ");

        void EnsureSettled(PartyState party)
        {
            if (unsettled.Contains(party.Id))
                throw Errors.DataLoss($"The {name} '{party.Id}' was merged, and what that means could not be delivered, as something on disk is damaged; whoever runs the server has to restore the store.");
        }
    }
}
