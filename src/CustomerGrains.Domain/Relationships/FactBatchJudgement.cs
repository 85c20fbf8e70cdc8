using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Relationships;

/// <summary>Judges the facts of one request against a subscriber's state and writes the entry that its turn appends. Changes nothing:
/// the entry is then folded like any other.</summary>
public sealed class FactBatchJudgement
{
    private readonly List<(BusinessFact Fact, int Ordinal, Outcome Outcome, RejectReason Reason)> _judged = [];
    private readonly Dictionary<ulong, uint> _ids = [];
    private readonly Dictionary<ulong, int> _equals = [];
    private readonly List<BusinessFact> _taken = [];

    /// <param name="now">Business time, milliseconds since 1970-01-01 UTC.</param>
    public FactBatchJudgement(SubscriberState state, ReadOnlySpan<byte> batch, IBusinessClock clock, long now)
    {
        foreach (var fact in FactBatch.Read(batch))
        {
            var ordinal = fact.Id.Length > 0 ? 0 : NextOrdinal(fact);
            var (outcome, reason) = Judge(state, fact, ordinal, clock, now);
            _judged.Add((fact, ordinal, outcome, reason));
        }
    }

    /// <summary>Whether anything changes the state.</summary>
    public bool AnyApplied => _taken.Count > 0;

    /// <summary>Two bytes a fact: <see cref="Outcome"/> and <see cref="RejectReason"/>.</summary>
    public byte[] Verdicts => [.. _judged.SelectMany(j => new[] { (byte)j.Outcome, (byte)j.Reason })];

    /// <summary>The entry, valid until the writer's next use.</summary>
    /// <param name="reason">Why; empty when not said.</param>
    /// <param name="now">Business time, milliseconds since 1970-01-01 UTC.</param>
    public ReadOnlySpan<byte> WriteEntry(EntryWriter entry, ReadOnlySpan<byte> key, SubscriberState state, in CommandCause command, string reason, long now)
    {
        var cause = new ByteWriter();
        command.WriteTo(cause);
        cause.Text(reason);
        for (var i = 0; i < _judged.Count; i++) SliceFactCause.Write(cause, i, _judged[i].Ordinal, _judged[i].Reason);
        entry.Begin(key, state.Version + 1, now, 0, CauseKind.Command, cause.Written, _judged.Count);
        foreach (var (fact, _, outcome, _) in _judged) entry.Fact(fact.Kind, outcome, fact.ToBytes());
        return entry.End();
    }

    private (Outcome, RejectReason) Judge(SubscriberState state, BusinessFact fact, int ordinal, IBusinessClock clock, long now)
    {
        var (id, content) = (fact.IdHash(ordinal), fact.ContentHash());
        if (_ids.TryGetValue(id, out var known) || (state.Relationship is { } relationship && relationship.Ids.Find(id, out known)))
            return (known == content ? Outcome.Duplicate : Outcome.Conflict, RejectReason.None);
        if (FactJudgement.Judge(state, fact, now, clock, _taken) is var reason and not RejectReason.None) return (Outcome.Rejected, reason);
        _ids.Add(id, content);
        _taken.Add(fact);
        if (!FactJudgement.IsAhead(fact, now)) clock.Observe(fact.Time * 1_000);
        return (Outcome.Applied, RejectReason.None);
    }

    private int NextOrdinal(BusinessFact fact)
    {
        var hash = fact.IdHash(0);
        var ordinal = _equals.GetValueOrDefault(hash);
        _equals[hash] = ordinal + 1;
        return ordinal;
    }
}
