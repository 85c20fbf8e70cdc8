using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Rollups;
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

    /// <summary>Folds the records that were just judged new, to the same bytes as the entry that was written of them.</summary>
    /// <param name="judgement">Of this state, and written: <see cref="SliceJudgement.WriteEntry"/>.</param>
    /// <param name="entry">What it wrote.</param>
    public void Fold(SliceJudgement judgement, ReadOnlySpan<byte> entry)
    {
        if (!judgement.IsUsageAlone)
        {
            Fold(EntryView.Read(entry));
            return;
        }
        ref readonly var cause = ref judgement.Cause;
        _intake.Observe(cause);
        foreach (ref readonly var judged in judgement.Records)
        {
            if (!judged.IsNew) continue;
            _intake.Remember(cause, judged.Index, Outcome.Applied, RejectReason.None);
            FoldNew(judgement.UsageOf(judged));
        }
        Version++;
        Now = judgement.EntryNow;
    }

    /// <summary>A fold may only throw before it has changed anything: the one record of most slices is read, then folded; several
    /// are read once more in front.</summary>
    private void FoldSlice(in EntryView entry)
    {
        var cause = new ByteReader(entry.Cause);
        var slice = SliceCause.Read(ref cause);
        var facts = entry.Facts;
        if (facts.Count != 1)
        {
            var causeOfAll = cause;
            var all = facts;
            while (all.MoveNext()) ReadRecord(all.Current, slice, ref causeOfAll, out _, out _, out _, out _);
            entry.ValidateBehind(all);
            _intake.Observe(slice);
        }
        while (facts.MoveNext())
        {
            var fact = facts.Current;
            ReadRecord(fact, slice, ref cause, out var index, out var ordinal, out var reason, out var usage);
            if (facts.Count == 1)
            {
                entry.ValidateBehind(facts);
                _intake.Observe(slice);
            }
            _intake.Remember(slice, index, fact.Outcome, reason);
            if (fact.Outcome != Outcome.Applied) continue;
            if (fact.Kind == FactKind.Usage) FoldNew(usage);
            else FoldFact(fact, ordinal, entry.Now, entry.Version);
        }
    }

    private void FoldNew(in UsageEvent usage)
    {
        _ids.Add(usage.IdHash, usage.ContentHash, usage.StartTime);
        FoldUsage(usage);
    }

    /// <param name="usage">Of usage that is applied; of all else nothing that may be read.</param>
    private void ReadRecord(in EntryView.Fact fact, in SliceCause slice, ref ByteReader cause, out int index, out int ordinal, out RejectReason reason, out UsageEvent usage)
    {
        Unsafe.SkipInit(out usage);
        SliceFactCause.Read(ref cause, out index, out ordinal, out reason);
        if (index > ushort.MaxValue) throw new CorruptDataException($"A batch has no record {index}.");
        if (fact.Kind != FactKind.Usage) CheckFact(fact);
        else if (fact.Outcome == Outcome.Applied) UsageEvent.Read(fact.Body, slice.Source, ordinal, _parameters, out usage);
    }

    private void FoldOther(in EntryView entry)
    {
        entry.Validate(after: Version);
        SubscriberProfile? profile = null;
        List<NumberAssignment>? assignments = null;
        List<(BusinessFact Fact, byte[] Bytes, int Index)>? told = null;
        ClassesChanged? classes = null;
        List<RollupTarget>? forgotten = null;
        var index = -1;
        foreach (var fact in entry.Facts)
        {
            index++;
            var body = new ByteReader(fact.Body);
            switch (fact.Kind)
            {
                case FactKind.SubscriberRegistered:
                    profile = SubscriberProfile.Read(ref body);
                    break;
                case FactKind.NumberAssigned:
                    (assignments ??= []).Add(NumberAssignment.Read(ref body));
                    break;
                case FactKind.ClassesChanged:
                    classes = ClassesChanged.Read(ref body);
                    break;
                case FactKind.RollupsForgotten:
                    forgotten = RollupsForgotten.Read(fact.Body);
                    break;
                case var kind when FactRules.IsBusinessFact(kind):
                    if (fact.Outcome == Outcome.Applied) (told ??= []).Add((BusinessFact.Read(kind, fact.Body), fact.Body.ToArray(), index));
                    break;
                default:
                    throw new CorruptDataException($"A subscriber cannot take a fact of the kind {fact.Kind}.");
            }
        }
        var command = entry.CauseKind == CauseKind.Command ? CommandCause.Read(entry.Cause) : default;
        var ordinals = told is not null && entry.CauseKind == CauseKind.Command ? FactsCause.ReadOrdinals(entry.Cause, index + 1) : null;
        var effect = entry.CauseKind == CauseKind.Effect ? EffectCause.Read(entry.Cause) : default;

        // All of it could be read: from here on nothing throws.
        Profile = profile ?? Profile;
        if (classes is { } changed) (_edges ??= new StrongBox<Edges>()).Value.Update(changed.Codes, entry.Now);
        if (forgotten is not null) Relationship?.ForgetTargets(forgotten);
        foreach (var assignment in assignments ?? []) AddAssignment(assignment);
        foreach (var (fact, bytes, at) in told ?? []) FoldFact(fact, bytes, ordinals?[at] ?? 0, entry.Now, entry.Version);
        if (entry.CauseKind == CauseKind.Command) (_requests ??= new RequestMemory()).Remember(command.RequestHash, entry.Version);
        if (entry.CauseKind == CauseKind.Effect) (_effects ??= new EffectMemory()).Remember(effect.Origin, effect.Version);
    }

    // Apart from the methods above, which are for usage and hot.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CheckFact(in EntryView.Fact fact)
    {
        if (!FactRules.IsBusinessFact(fact.Kind)) throw new CorruptDataException($"A slice cannot hold a fact of the kind {fact.Kind}.");
        if (fact.Outcome == Outcome.Applied) BusinessFact.Read(fact.Kind, fact.Body);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void FoldFact(in EntryView.Fact fact, int ordinal, long now, long version) => FoldFact(BusinessFact.Read(fact.Kind, fact.Body), fact.Body.ToArray(), ordinal, now, version);

    private void FoldFact(BusinessFact fact, byte[] bytes, int ordinal, long now, long version) =>
        (Relationship ??= new Relationship()).Add(fact, bytes, ordinal, _parameters.Calendar, now / 1_000, version);
}
