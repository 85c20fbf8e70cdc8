using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Time;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

public sealed partial class SubscriberState
{
    public void Fold(in EntryView entry)
    {
        entry.EnsureFollows(Version);
        if (entry.CauseKind == CauseKind.Slice) FoldSlice(entry);
        else FoldOther(entry);
        Version = entry.Version;
        Now = entry.Now;
    }

    private void FoldSlice(in EntryView entry)
    {
        Validate(entry);
        var cause = new ByteReader(entry.Cause);
        var slice = SliceCause.Read(ref cause);
        _intake.Observe(slice);
        foreach (var fact in entry.Facts)
        {
            SliceFactCause.Read(ref cause, out var index, out var ordinal, out var reason);
            _intake.Remember(slice, index, fact.Outcome, reason);
            if (fact.Outcome != Outcome.Applied) continue;
            var record = UsageRecordView.Read(fact.Body);
            _ids.Add(record.IdHash(slice.Source, ordinal), record.ContentHash, record.StartTime);
            FoldUsage(record);
        }
    }

    /// <summary>Reads everything once before anything is changed: a fold may only throw then.</summary>
    private static void Validate(in EntryView entry)
    {
        var cause = new ByteReader(entry.Cause);
        SliceCause.Read(ref cause);
        var facts = entry.Facts;
        while (facts.MoveNext())
        {
            SliceFactCause.Read(ref cause, out _, out _, out _);
            if (facts.Current.Kind != FactKind.Usage) throw new CorruptDataException($"A slice cannot hold a fact of the kind {facts.Current.Kind}.");
            if (facts.Current.Outcome == Outcome.Applied) UsageRecordView.Read(facts.Current.Body);
        }
        entry.ValidateBehind(facts);
    }

    private void FoldUsage(in UsageRecordView record)
    {
        var day = _parameters.Calendar.DayOf(record.StartTime);
        var amount = record.Service switch
        {
            ServiceKind.Voice => record.Duration,
            ServiceKind.Data or ServiceKind.Mms => record.Octets,
            _ => 0UL,
        };
        _days.Add(day, _parameters.DayWindow, record.Service, record.Direction, record.Count, amount);
        _months.Add(Calendar.MonthOf(day), MonthWindow, record.Service, record.Direction, record.Count, amount);
        if (record.StartTime > LastUsage) LastUsage = record.StartTime;
        if (record.Direction == UsageDirection.Outgoing && record.StartTime > LastOutgoing) LastOutgoing = record.StartTime;
    }

    private void FoldOther(in EntryView entry)
    {
        entry.Validate(after: Version);
        SubscriberProfile? profile = null;
        List<NumberAssignment>? assignments = null;
        foreach (var fact in entry.Facts)
        {
            var body = new ByteReader(fact.Body);
            switch (fact.Kind)
            {
                case FactKind.SubscriberRegistered:
                    profile = SubscriberProfile.Read(ref body);
                    break;
                case FactKind.NumberAssigned:
                    (assignments ??= []).Add(NumberAssignment.Read(ref body));
                    break;
                default:
                    throw new CorruptDataException($"A subscriber cannot take a fact of the kind {fact.Kind}.");
            }
        }
        var command = entry.CauseKind == CauseKind.Command ? CommandCause.Read(entry.Cause) : default;
        var effect = entry.CauseKind == CauseKind.Effect ? EffectCause.Read(entry.Cause) : default;

        // All of it could be read: from here on nothing throws.
        Profile = profile ?? Profile;
        foreach (var assignment in assignments ?? []) AddAssignment(assignment);
        if (entry.CauseKind == CauseKind.Command) (_requests ??= new RequestMemory()).Remember(command.RequestHash, entry.Version);
        if (entry.CauseKind == CauseKind.Effect) (_effects ??= new EffectMemory()).Remember(effect.Origin, effect.Version);
    }
}
