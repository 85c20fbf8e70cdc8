using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Rollups;
using CustomerGrains.Storage;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Facts;

/// <summary>Takes facts to their subscribers, each subscriber's in one turn, and says what became of each when it is on disk.</summary>
public sealed class FactRecorder
{
    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly IStore _store;
    private readonly RollupDelivery _rollups;

    public FactRecorder(IGrainFactory grains, GrainCalls calls, IStore store, RollupDelivery rollups)
    {
        _grains = grains;
        _calls = calls;
        _store = store;
        _rollups = rollups;
    }

    /// <param name="caller">Request id, who asks and why; each may be empty.</param>
    /// <returns>One for each fact, in their order; all of it is on disk, and known to the customers, accounts and groups that it names.</returns>
    internal async Task<FactResult[]> RecordAsync(IReadOnlyList<(string Subscriber, BusinessFact Fact)> facts, (string RequestId, string Actor, string Reason) caller, CancellationToken cancellationToken)
    {
        var results = new FactResult[facts.Count];
        // A request of its own also for a caller that names none: our own repetitions must not find duplicates of themselves.
        var (request, isNamed) = caller.RequestId.Length > 0 ? (caller.RequestId, true) : (Guid.NewGuid().ToString("N"), false);
        await Task.WhenAll(Enumerable.Range(0, facts.Count).GroupBy(i => facts[i].Subscriber, StringComparer.Ordinal).Select(async places =>
        {
            var mine = places.ToArray();
            var command = new RecordFactsCommand(FactBatch.Write([.. mine.Select(i => facts[i].Fact)]), request, isNamed, caller.Actor, caller.Reason);
            var answers = await RecordAsync(places.Key, command, [.. mine.Select(i => facts[i].Fact)], cancellationToken);
            for (var i = 0; i < mine.Length; i++) results[mine[i]] = answers[i];
        }));
        // Also when they are sent again: the first time may have ended between the two.
        await _rollups.DeliverAsync(facts.Where(static f => f.Fact is Domain.Relationships.CustomerLinked or Domain.Relationships.MembershipChanged).Select(static f => f.Subscriber).Distinct(StringComparer.Ordinal), cancellationToken);
        return results;
    }

    private async Task<FactResult[]> RecordAsync(string id, RecordFactsCommand command, BusinessFact[] facts, CancellationToken cancellationToken)
    {
        var grain = _grains.GetGrain<ISubscriberGrain>(id);
        var receipt = await _calls.RetryAsync(
            async () =>
            {
                var receipt = await grain.RecordFacts(command, cancellationToken);
                await _calls.EnsureDurable(receipt.Ticket, cancellationToken);
                return receipt;
            },
            cancellationToken);
        if (receipt.ReplayedVersion > 0) return await ReplayAsync(id, receipt.ReplayedVersion, facts, cancellationToken);
        var verdicts = receipt.Verdicts;
        return [.. facts.Select((fact, i) => Result(fact, (Domain.Facts.Outcome)verdicts.Span[2 * i], (Domain.Facts.RejectReason)verdicts.Span[2 * i + 1], receipt.Now, receipt.Version))];
    }

    /// <summary>What the first answer was, from the entry that it was about.</summary>
    private async Task<FactResult[]> ReplayAsync(string id, long version, BusinessFact[] facts, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var entry in _store.ReadEntriesAsync(EntityKey.Of(EntityKinds.Subscriber, id), version, version, cancellationToken)) return Replay(entry.Span, facts);
        }
        catch (HistoryExpiredException)
        {
            // It was carried out; what became of each fact is kept no longer.
        }
        return [.. facts.Select(_ => new FactResult { Version = version })];
    }

    private static FactResult[] Replay(ReadOnlySpan<byte> bytes, BusinessFact[] facts)
    {
        var entry = EntryView.Read(bytes);
        var count = entry.Facts.Count;
        var results = new List<FactResult>();
        if (entry.CauseKind == CauseKind.Command && count == facts.Length)
        {
            foreach (var fact in entry.Facts)
            {
                var mine = facts[results.Count];
                if (fact.Kind != mine.Kind || !fact.Body.SequenceEqual(mine.ToBytes())) break;
                results.Add(Result(mine, fact.Outcome, FactsCause.Read(entry.Cause, count).RejectReasons[results.Count], entry.Now, entry.Version));
            }
        }
        return results.Count == facts.Length ? [.. results] : throw RepeatedRequests.Differs("subscriber");
    }

    private static FactResult Result(BusinessFact fact, Domain.Facts.Outcome outcome, Domain.Facts.RejectReason reason, long now, long version) => new()
    {
        Outcome = (V1.Outcome)outcome,
        Reason = (V1.RejectReason)reason,
        Held = outcome == Domain.Facts.Outcome.Applied && FactJudgement.IsAhead(fact, now),
        Version = version,
    };
}
