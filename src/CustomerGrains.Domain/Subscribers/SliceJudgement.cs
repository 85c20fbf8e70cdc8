using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Time;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>Judges a slice against a subscriber's state and writes the entry that its turn appends. Changes nothing: the entry
/// is then folded like any other. Kept per thread, because it is all scratch.</summary>
public sealed class SliceJudgement
{
    /// <summary>Records of a slice among which an id is looked for one by one; the others have a table.</summary>
    private const int MaxScanned = 16;

    private readonly ByteWriter _cause = new(64);
    private readonly EntryWriter _entry = new();
    private readonly List<Applied> _applied = [];
    private readonly Dictionary<ulong, uint> _manyApplied = [];
    private readonly List<BusinessFact> _facts = [];
    private RecordVerdict[] _verdicts = new RecordVerdict[16];
    private RejectReason[] _reasons = new RejectReason[16];
    private bool[] _isNew = new bool[16];

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

    public ReadOnlySpan<RecordVerdict> Verdicts => _verdicts.AsSpan(0, Count);

    public ReadOnlySpan<RejectReason> Reasons => _reasons.AsSpan(0, Count);

    /// <summary>Judges every record of the slice. Accepted records advance the clock.</summary>
    public void Judge(SubscriberState state, ReadOnlySpan<byte> slice, IBusinessClock clock)
    {
        var view = new SliceView(slice);
        var cause = view.Cause;
        Count = view.Count;
        NewCount = 0;
        AllApplied = true;
        _applied.Clear();
        _facts.Clear();
        if (_manyApplied.Count > 0) _manyApplied.Clear();
        EnsureCapacity(Count);
        var complete = state.Intake.IsComplete(cause);
        var remembered = state.Intake.First(cause);
        var isKnown = remembered >= 0;
        for (var i = 0; view.MoveNext(); i++)
        {
            var reason = RejectReason.None;
            RecordVerdict verdict;
            var isNew = false;
            if (complete)
            {
                verdict = RecordVerdict.Replayed;
            }
            else if (isKnown && state.Intake.Find(cause, view.Index, ref remembered, out var outcome, out reason))
            {
                verdict = (RecordVerdict)outcome;
            }
            else
            {
                verdict = JudgeOrReject(state, view, clock, out reason);
                isNew = verdict != RecordVerdict.NotMine;
            }
            if (verdict != RecordVerdict.Applied) AllApplied = false;
            if (isNew) NewCount++;
            (_verdicts[i], _reasons[i], _isNew[i]) = (verdict, reason, isNew);
        }
    }

    /// <summary>The entry with the records judged new, valid until the next use.</summary>
    public ReadOnlySpan<byte> WriteEntry(ReadOnlySpan<byte> key, SubscriberState state, ReadOnlySpan<byte> slice, IBusinessClock clock)
    {
        var view = new SliceView(slice);
        _cause.Clear();
        view.Cause.WriteTo(_cause);
        var causes = view;
        for (var i = 0; causes.MoveNext(); i++)
            if (_isNew[i]) SliceFactCause.Write(_cause, causes.Index, causes.Ordinal, _reasons[i]);
        var now = Math.Max(clock.Now, state.Now);
        _entry.Begin(key, state.Version + 1, now, 0, CauseKind.Slice, _cause.Written, NewCount);
        for (var i = 0; view.MoveNext(); i++)
            if (_isNew[i]) WriteFact((Outcome)_verdicts[i], view.Record);
        return _entry.End();
    }

    /// <summary>Turns every record that was judged new into a rejected one, when folding them fails (core rule 1): the fold has changed
    /// nothing, and the batch goes on without them.</summary>
    public void RejectNew()
    {
        for (var i = 0; i < Count; i++)
            if (_isNew[i]) (_verdicts[i], _reasons[i]) = (RecordVerdict.Rejected, RejectReason.Internal);
        AllApplied = false;
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
        var idHash = record.IdHash(view.Cause.Source, view.Ordinal);
        var contentHash = record.ContentHash;
        if (state.Ids.Find(idHash, out var known)) return known == contentHash ? RecordVerdict.Duplicate : RecordVerdict.Conflict;
        if (FindApplied(idHash, out known)) return known == contentHash ? RecordVerdict.Duplicate : RecordVerdict.Conflict;
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
        if (count <= _verdicts.Length) return;
        _verdicts = new RecordVerdict[count];
        _reasons = new RejectReason[count];
        _isNew = new bool[count];
    }

    private readonly record struct Applied(ulong IdHash, uint ContentHash);
}
