using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Time;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>Judges a slice against a subscriber's state and writes the entry that its turn appends. Changes nothing: what is new is folded
/// then. Kept per thread, because it is all scratch.</summary>
public sealed class SliceJudgement
{
    /// <summary>Records of a slice among which an id is looked for one by one; the others have a table.</summary>
    private const int MaxScanned = 16;

    private readonly ByteWriter _cause = new(64);
    private readonly EntryWriter _entry = new();
    private readonly List<Applied> _applied = [];
    private readonly Dictionary<ulong, uint> _manyApplied = [];
    private readonly List<BusinessFact> _facts = [];
    private JudgedRecord[] _records = new JudgedRecord[16];
    private UsageEvent[] _usage = new UsageEvent[16];
    private SliceCause _sliceCause;
    private int _usageCount;

    [ThreadStatic]
    private static SliceJudgement? _ofThread;

    /// <summary>The calling thread's; not to be held over an await.</summary>
    public static SliceJudgement OfThread => _ofThread ??= new SliceJudgement();

    /// <summary>Records in the slice.</summary>
    public int Count { get; private set; }

    /// <summary>Records that were not judged before: 0 = there is nothing to append.</summary>
    public int NewCount { get; private set; }

    /// <summary>Whether every record is applied, now or earlier.</summary>
    public bool AllApplied { get; private set; }

    /// <summary>In the order of the slice.</summary>
    public ReadOnlySpan<JudgedRecord> Records => _records.AsSpan(0, Count);

    /// <summary>Business time of the entry that was written, milliseconds since 1970-01-01 UTC.</summary>
    internal long EntryNow { get; private set; }

    internal ref readonly SliceCause Cause => ref _sliceCause;

    /// <summary>Whether all that is new is usage that is applied: the usual case.</summary>
    internal bool IsUsageAlone => _usageCount == NewCount;

    /// <summary>What an applied record of usage does, as it was read to be judged.</summary>
    internal ref readonly UsageEvent UsageOf(in JudgedRecord record) => ref _usage[record.Usage];

    /// <summary>Judges every record of the slice. Accepted records advance the clock.</summary>
    public void Judge(SubscriberState state, ReadOnlySpan<byte> slice, IBusinessClock clock)
    {
        var view = new SliceView(slice);
        _sliceCause = view.Cause;
        Count = view.Count;
        NewCount = 0;
        AllApplied = true;
        _usageCount = 0;
        _applied.Clear();
        _facts.Clear();
        if (_manyApplied.Count > 0) _manyApplied.Clear();
        EnsureCapacity(Count);
        var complete = state.Intake.IsComplete(_sliceCause);
        var remembered = state.Intake.First(_sliceCause);
        var isKnown = remembered >= 0;
        for (var i = 0; view.MoveNext(); i++)
        {
            ref var record = ref _records[i];
            record = new JudgedRecord { Index = view.Index, Ordinal = view.Ordinal, Start = view.RecordAt, Length = view.Record.Length };
            if (complete)
            {
                record.Verdict = RecordVerdict.Replayed;
            }
            else if (isKnown && state.Intake.Find(_sliceCause, view.Index, ref remembered, out var outcome, out var reason))
            {
                (record.Verdict, record.Reason) = ((RecordVerdict)outcome, reason);
            }
            else
            {
                record.Usage = _usageCount;
                record.Verdict = JudgeOrReject(state, view, clock, out reason);
                record.Reason = reason;
                record.IsNew = record.Verdict != RecordVerdict.NotMine;
            }
            if (record.Verdict != RecordVerdict.Applied) AllApplied = false;
            if (record.IsNew) NewCount++;
        }
    }

    /// <summary>The entry with the records judged new, valid until the next use.</summary>
    public ReadOnlySpan<byte> WriteEntry(ReadOnlySpan<byte> key, SubscriberState state, ReadOnlySpan<byte> slice, IBusinessClock clock)
    {
        _cause.Clear();
        _sliceCause.WriteTo(_cause);
        foreach (ref readonly var record in Records)
            if (record.IsNew) SliceFactCause.Write(_cause, record.Index, record.Ordinal, record.Reason);
        EntryNow = Math.Max(clock.Now, state.Now);
        _entry.Begin(key, state.Version + 1, EntryNow, 0, CauseKind.Slice, _cause.Written, NewCount);
        foreach (ref readonly var record in Records)
            if (record.IsNew) WriteFact((Outcome)record.Verdict, slice.Slice(record.Start, record.Length));
        return _entry.End();
    }

    /// <summary>Turns every record that was judged new into a rejected one, when folding them fails (core rule 1): the fold has changed
    /// nothing, and the batch goes on without them.</summary>
    public void RejectNew()
    {
        foreach (ref var record in _records.AsSpan(0, Count))
            if (record.IsNew) (record.Verdict, record.Reason) = (RecordVerdict.Rejected, RejectReason.Internal);
        AllApplied = false;
        _usageCount = 0;
    }

    private void WriteFact(Outcome outcome, ReadOnlySpan<byte> record)
    {
        // A record that cannot be read is rejected, and kept as it came.
        if (!FactRecordView.IsFact(record) || outcome == Outcome.Rejected) _entry.Fact(FactKind.Usage, outcome, record);
        else WriteBusinessFact(outcome, FactRecordView.Read(record));
    }

    private void WriteBusinessFact(Outcome outcome, in FactRecordView record) => _entry.Fact(record.Kind, outcome, record.Fact);

    private RecordVerdict JudgeOrReject(SubscriberState state, in SliceView view, IBusinessClock clock, out RejectReason reason)
    {
        try
        {
            return FactRecordView.IsFact(view.Record)
                ? JudgeFact(state, view, clock, out reason)
                : JudgeNew(state, UsageRecordView.Read(view.Record), view, clock, out reason);
        }
        catch (CorruptDataException)
        {
            reason = RejectReason.Internal;
            return RecordVerdict.Rejected;
        }
    }

    private RecordVerdict JudgeNew(SubscriberState state, in UsageRecordView record, in SliceView view, IBusinessClock clock, out RejectReason reason)
    {
        reason = RejectReason.None;
        if (!state.Holds(record.Served, record.StartTime, view.FirstSeen)) return RecordVerdict.NotMine;
        var time = view.IsRedriven ? clock.Judge(record.StartTime * 1000, view.ReceivedAt) : clock.Judge(record.StartTime * 1000);
        if (time != TimeVerdict.Possible)
        {
            reason = time == TimeVerdict.TooOld ? RejectReason.TooOld : RejectReason.TooNew;
            return RecordVerdict.Rejected;
        }
        var idHash = record.IdHash(_sliceCause.Source, view.Ordinal);
        var contentHash = record.ContentHash;
        if (state.Ids.Find(idHash, out var known)) return known == contentHash ? RecordVerdict.Duplicate : RecordVerdict.Conflict;
        if (FindApplied(idHash, out known)) return known == contentHash ? RecordVerdict.Duplicate : RecordVerdict.Conflict;
        if (_usageCount == _usage.Length) Array.Resize(ref _usage, _usageCount * 2);
        _usage[_usageCount].Read(record, idHash, contentHash, _sliceCause.Source, state.Parameters);
        _usageCount++;
        AddApplied(idHash, contentHash);
        clock.Observe(record.StartTime * 1000);
        return RecordVerdict.Applied;
    }

    /// <summary>The same for a business fact. Its id is asked for first: what was taken stays taken, whatever has become of the line since.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // the caller is for usage, and hot
    private RecordVerdict JudgeFact(SubscriberState state, in SliceView view, IBusinessClock clock, out RejectReason reason)
    {
        reason = RejectReason.None;
        var record = FactRecordView.Read(view.Record);
        if (!state.Holds(record.Served, record.Time, view.FirstSeen)) return RecordVerdict.NotMine;
        var fact = BusinessFact.Read(record.Kind, record.Fact);
        var (idHash, contentHash) = (fact.IdHash(view.Ordinal), fact.ContentHash());
        if (FindApplied(idHash, out var known) || (state.Relationship is { } relationship && relationship.Ids.Find(idHash, out known)))
            return known == contentHash ? RecordVerdict.Duplicate : RecordVerdict.Conflict;
        var now = view.IsRedriven ? view.ReceivedAt : Math.Max(clock.Now, state.Now);
        reason = FactJudgement.Judge(state, fact, now, clock, _facts);
        if (reason != RejectReason.None) return RecordVerdict.Rejected;
        AddApplied(idHash, contentHash);
        _facts.Add(fact);
        if (!FactJudgement.IsAhead(fact, now)) clock.Observe(fact.Time * 1000);
        return RecordVerdict.Applied;
    }

    private bool FindApplied(ulong idHash, out uint contentHash)
    {
        foreach (var applied in _applied)
        {
            if (applied.IdHash != idHash) continue;
            contentHash = applied.ContentHash;
            return true;
        }
        return _manyApplied.TryGetValue(idHash, out contentHash);
    }

    private void AddApplied(ulong idHash, uint contentHash)
    {
        if (_applied.Count < MaxScanned) _applied.Add(new Applied(idHash, contentHash));
        else _manyApplied.Add(idHash, contentHash);
    }

    private void EnsureCapacity(int count)
    {
        if (count > _records.Length) _records = new JudgedRecord[count];
    }

    private readonly record struct Applied(ulong IdHash, uint ContentHash);
}
