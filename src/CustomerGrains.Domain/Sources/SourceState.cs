using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Sources;

/// <summary>One source of usage records: its open streams, and what became of everything it sent (core rules 17, 18, 21).</summary>
public sealed class SourceState : IEntityState
{
    /// <summary>Days of receipt that are kept.</summary>
    public const int DaysKept = 400;

    private const byte FormatVersion = 1;

    private readonly List<StreamState> _streams = [];
    private readonly List<DayCounts> _days = [];
    private OpenEffects _openEffects = new();

    public long Version { get; private set; }

    public long Now { get; private set; }

    public bool HasOpenEffects => _openEffects.Count > 0;

    public OpenEffects OpenEffects => _openEffects;

    /// <summary>The source's dense number; 0 before its first stream.</summary>
    public int Number { get; private set; }

    /// <summary>Ordinal of the next new stream, from 1.</summary>
    public long NextOrdinal { get; private set; } = 1;

    public long ClosedStreams { get; private set; }

    public IReadOnlyList<StreamState> Streams => _streams;

    /// <summary>By day, oldest first.</summary>
    public IReadOnlyList<DayCounts> Days => _days;

    /// <summary>Over all days, those no longer kept too.</summary>
    public DayCounts Total { get; private set; }

    /// <summary>Streams below it are closed, all of them.</summary>
    public long LowestOpen
    {
        get
        {
            var lowest = NextOrdinal;
            foreach (var stream in _streams) lowest = Math.Min(lowest, stream.Ordinal);
            return lowest;
        }
    }

    public StreamState? Find(string stream) => _streams.Find(s => s.Id == stream);

    public StreamState? Find(long ordinal) => _streams.Find(s => s.Ordinal == ordinal);

    /// <summary>What becomes of a batch that a session sends.</summary>
    public BatchStatus Judge(long ordinal, long session, long batch, UInt128 digest)
    {
        if (Find(ordinal) is not { } stream || stream.Session != session) return BatchStatus.Superseded;
        if (stream.Find(batch) is { } known)
            return known.Begun.Digest != digest ? BatchStatus.OtherContent : known.IsComplete ? BatchStatus.Complete : BatchStatus.UnderWay;
        if (batch <= stream.Complete) return BatchStatus.Expired;
        if (batch > stream.LastBegun + 1) return BatchStatus.Hole;
        return batch > stream.Complete + StreamState.Window ? BatchStatus.BeyondWindow : BatchStatus.New;
    }

    public void Fold(in EntryView entry)
    {
        entry.Validate(after: Version);
        var fact = entry.SingleFact();
        var body = new ByteReader(fact.Body);
        switch (fact.Kind)
        {
            case FactKind.StreamOpened: FoldOpened(StreamOpened.Read(ref body)); break;
            case FactKind.BatchBegun: FoldBegun(BatchBegun.Read(ref body)); break;
            case FactKind.BatchCompleted: FoldCompleted(BatchCompleted.Read(ref body)); break;
            case FactKind.StreamClosed: FoldClosed(StreamClosed.Read(ref body)); break;
            case FactKind.EffectConfirmed: _openEffects.Confirm(fact.Body); break;
            default: throw new CorruptDataException($"A source cannot take a fact of the kind {fact.Kind}.");
        }
        _openEffects.Add(entry);
        Version = entry.Version;
        Now = entry.Now;
    }

    public void WriteTo(ByteWriter writer)
    {
        writer.Byte(FormatVersion);
        writer.Varint((ulong)Version);
        writer.Varint((ulong)Now);
        writer.Count(Number);
        writer.Varint((ulong)NextOrdinal);
        writer.Varint((ulong)ClosedStreams);
        writer.Count(_streams.Count);
        foreach (var stream in _streams) stream.WriteTo(writer);
        writer.Count(_days.Count + 1);
        WriteDay(writer, Total);
        foreach (var day in _days) WriteDay(writer, day);
        _openEffects.WriteTo(writer);
    }

    public void WriteAggregates(ByteWriter writer)
    {
    }

    public static SourceState Read(ref ByteReader reader)
    {
        if (reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"A source's state has format {format}; this version reads {FormatVersion}.");
        var state = new SourceState
        {
            Version = (long)reader.Varint(),
            Now = (long)reader.Varint(),
            Number = reader.Count(),
            NextOrdinal = (long)reader.Varint(),
            ClosedStreams = (long)reader.Varint(),
        };
        for (var left = reader.Count(); left > 0; left--) state._streams.Add(StreamState.Read(ref reader));
        var days = reader.Count();
        state.Total = ReadDay(ref reader);
        for (var left = days - 1; left > 0; left--) state._days.Add(ReadDay(ref reader));
        state._openEffects = OpenEffects.Read(ref reader);
        return state;
    }

    private void FoldOpened(StreamOpened opened)
    {
        Number = opened.SourceNumber;
        var stream = Find(opened.Ordinal);
        if (stream is null)
        {
            _streams.Add(stream = new StreamState(opened.Ordinal, opened.Stream));
            NextOrdinal = opened.Ordinal + 1;
        }
        stream.Session = opened.Session;
        stream.LastActivity = Math.Max(stream.LastActivity, opened.OpenedAt);
    }

    private void FoldBegun(BatchBegun begun) => Stream(begun.Ordinal).Begin(begun);

    private void FoldCompleted(BatchCompleted completed)
    {
        var batch = Stream(completed.Ordinal).Finish(completed);
        var day = batch.Begun.ReceiveDay;
        Total = new DayCounts(0, Total.Batches + 1, Total.Counts + completed.Counts);
        var at = _days.FindLastIndex(d => d.Day <= day);
        if (at >= 0 && _days[at].Day == day) _days[at] = new DayCounts(day, _days[at].Batches + 1, _days[at].Counts + completed.Counts);
        else _days.Insert(at + 1, new DayCounts(day, 1, completed.Counts));
        if (_days.Count > DaysKept) _days.RemoveAt(0);
    }

    private void FoldClosed(StreamClosed closed)
    {
        _streams.Remove(Stream(closed.Ordinal));
        ClosedStreams++;
    }

    private StreamState Stream(long ordinal) => Find(ordinal) ?? throw new CorruptDataException($"Stream {ordinal} is not open.");

    private static void WriteDay(ByteWriter writer, DayCounts day)
    {
        writer.Count(day.Day);
        writer.Varint((ulong)day.Batches);
        day.Counts.WriteTo(writer);
    }

    private static DayCounts ReadDay(ref ByteReader reader) => new(reader.Count(), (long)reader.Varint(), BatchCounts.Read(ref reader));
}
