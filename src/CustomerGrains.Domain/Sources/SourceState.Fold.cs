using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Sources;

public sealed partial class SourceState
{
    public void Fold(in EntryView entry)
    {
        entry.Validate(after: Version);
        var fact = entry.SingleFact();
        var body = new ByteReader(fact.Body);
        switch (fact.Kind)
        {
            case FactKind.StreamOpened: FoldOpened(StreamOpened.Read(ref body)); break;
            case FactKind.BatchBegun: FoldBegun(BatchBegun.Read(ref body)); break;
            case FactKind.BatchCompleted: FoldCompleted(BatchCompleted.Read(ref body), 0, 0, entry.Version); break;
            case FactKind.BatchQuarantined: FoldQuarantined(BatchQuarantined.Read(ref body), entry.Version); break;
            case FactKind.StreamClosed: FoldClosed(StreamClosed.Read(ref body)); break;
            case FactKind.RedriveBegun: FoldRedriveBegun(RedriveBegun.Read(ref body), entry.Version); break;
            case FactKind.RedriveCompleted: FoldRedriveCompleted(RedriveCompleted.Read(ref body), entry.Version); break;
            case FactKind.EffectConfirmed: _openEffects.Confirm(fact.Body); break;
            default: throw new CorruptDataException($"A source cannot take a fact of the kind {fact.Kind}.");
        }
        _openEffects.Add(entry);
        Version = entry.Version;
        Now = entry.Now;
    }

    private void FoldOpened(StreamOpened opened)
    {
        var stream = Find(opened.Ordinal) ?? Find(opened.Stream);
        if (stream is null) _streams.Add(stream = new StreamState(opened.Ordinal, opened.Stream));
        Number = opened.SourceNumber;
        stream.Ordinal = opened.Ordinal;
        NextOrdinal = Math.Max(NextOrdinal, opened.Ordinal + 1);
        stream.Session = opened.Session;
        stream.LastActivity = Math.Max(stream.LastActivity, opened.OpenedAt);
        if (opened.SourceSequence is not { } number || stream.SourceSequence is not null) return;
        stream.SourceSequence = number;
        Sequence.Take(number, stream.Id, opened.OpenedAt);
    }

    private void FoldBegun(BatchBegun begun) => Stream(begun.Ordinal).Begin(begun);

    private void FoldQuarantined(BatchQuarantined batch, long version)
    {
        if (batch.Kept > batch.Completed.Counts.Conflict + batch.Completed.Counts.Rejected)
            throw new CorruptDataException($"A batch keeps {batch.Kept} records, more than were not taken.");
        FoldCompleted(batch.Completed, batch.Kept, batch.KeptBytes, version);
    }

    private void FoldCompleted(BatchCompleted completed, int kept, long keptBytes, long version)
    {
        var batch = Stream(completed.Ordinal).Finish(completed);
        var day = batch.Begun.ReceiveDay;
        Total = Total.Add(completed.Counts, kept, keptBytes, version);
        var at = _days.FindLastIndex(d => d.Day <= day);
        if (at < 0 || _days[at].Day != day) _days.Insert(++at, new DayCounts(day, 0, default, default));
        _days[at] = _days[at].Add(completed.Counts, kept, keptBytes, version);
        if (_days.Count > DaysKept) _days.RemoveAt(0);
    }

    private void FoldClosed(StreamClosed closed)
    {
        _streams.Remove(Stream(closed.Ordinal));
        ClosedStreams++;
    }

    private void FoldRedriveBegun(RedriveBegun begun, long version)
    {
        if (Redrive is not null) throw new CorruptDataException("A re-drive begins while another one is under way.");
        if (begun.Ordinal != NextOrdinal) throw new CorruptDataException($"A re-drive has ordinal {begun.Ordinal}; {NextOrdinal} is next.");
        Redrive = new RedriveUnderWay(begun.Ordinal, version, begun.RequestHash);
        NextOrdinal++;
    }

    /// <summary>Records leave the rejected ones of the day they were first received on; nothing is received again.</summary>
    private void FoldRedriveCompleted(RedriveCompleted completed, long version)
    {
        if (Redrive is not { } redrive || redrive.Ordinal != completed.Ordinal) throw new CorruptDataException($"Re-drive {completed.Ordinal} is complete and not under way.");
        var total = Total;
        var days = _days.ToArray();
        foreach (var result in completed.Results)
        {
            total = Moved(total, result.Outcome);
            // Of a day that is kept no longer only the total knows.
            var at = Array.FindIndex(days, d => d.Day == result.Day);
            if (at >= 0) days[at] = Moved(days[at], result.Outcome);
        }

        Total = total;
        for (var i = 0; i < days.Length; i++) _days[i] = days[i];
        foreach (var result in completed.Results) Marks.Add(result);
        _redrives.Remember(redrive.RequestHash, version);
        Redrive = null;
        Redrives++;
    }

    private static DayCounts Moved(DayCounts day, Outcome outcome)
    {
        var counts = day.Counts;
        if (counts.Rejected == 0) throw new CorruptDataException("More records are re-driven than were rejected.");
        counts = outcome switch
        {
            Outcome.Applied => counts with { Applied = counts.Applied + 1, Rejected = counts.Rejected - 1 },
            Outcome.Duplicate => counts with { Duplicate = counts.Duplicate + 1, Rejected = counts.Rejected - 1 },
            Outcome.Conflict => counts with { Conflict = counts.Conflict + 1, Rejected = counts.Rejected - 1 },
            Outcome.Rejected => counts,
            _ => throw new CorruptDataException($"A re-drive has the outcome {outcome}."),
        };
        return day with { Counts = counts };
    }

    private StreamState Stream(long ordinal) => Find(ordinal) ?? throw new CorruptDataException($"Stream {ordinal} is not open.");
}
