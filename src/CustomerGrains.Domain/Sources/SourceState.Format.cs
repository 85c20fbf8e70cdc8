using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Domain.Sources;

public sealed partial class SourceState
{
    /// <summary>Format 1 had neither quarantine nor numbers nor re-drives.</summary>
    private const byte FormatVersion = 2;

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
        Total.WriteTo(writer);
        foreach (var day in _days) day.WriteTo(writer);
        _openEffects.WriteTo(writer);
        Sequence.WriteTo(writer);
        Marks.WriteTo(writer);
        writer.Varint((ulong)Redrives);
        _redrives.WriteTo(writer);
        writer.Varint((ulong)(Redrive?.Ordinal ?? 0));
        if (Redrive is null) return;
        writer.Varint((ulong)Redrive.Version);
        writer.UInt64(Redrive.RequestHash);
    }

    public void WriteAggregates(ByteWriter writer)
    {
    }

    public static SourceState Read(ref ByteReader reader)
    {
        var format = reader.Byte();
        if (format is < 1 or > FormatVersion) throw new CorruptDataException($"A source's state has format {format}; this version reads 1 to {FormatVersion}.");
        var isFormat1 = format == 1;
        var state = new SourceState
        {
            Version = (long)reader.Varint(),
            Now = (long)reader.Varint(),
            Number = reader.Count(),
            NextOrdinal = (long)reader.Varint(),
            ClosedStreams = (long)reader.Varint(),
        };
        for (var left = reader.Count(); left > 0; left--) state._streams.Add(StreamState.Read(ref reader, isFormat1));
        var days = reader.Count();
        state.Total = ReadDay(ref reader, isFormat1);
        for (var left = days - 1; left > 0; left--) state._days.Add(ReadDay(ref reader, isFormat1));
        state._openEffects = OpenEffects.Read(ref reader);
        if (isFormat1) return state;

        state.Sequence = SourceSequence.Read(ref reader);
        state.Marks = QuarantineMarks.Read(ref reader);
        state.Redrives = (long)reader.Varint();
        state._redrives = RequestMemory.Read(ref reader);
        if (reader.Varint() is var ordinal and > 0) state.Redrive = new RedriveUnderWay((long)ordinal, (long)reader.Varint(), reader.UInt64());
        return state;
    }

    private static DayCounts ReadDay(ref ByteReader reader, bool isFormat1) => isFormat1 ? DayCounts.ReadFormat1(ref reader) : DayCounts.Read(ref reader);
}
