using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>Which of a source's own consecutive numbers (3GPP: file sequence numbers) have come, from the lowest on, as what is
/// missing between. A late number closes its gap.</summary>
/// <remarks>Bounded. Beyond <see cref="MaxGaps"/> gaps the oldest is given up: numbers up to its end are watched no longer. Of the
/// last <see cref="MaxTakers"/> numbers it is known which stream had them.</remarks>
public sealed class SourceSequence
{
    public const int MaxGaps = 1_000;
    public const int MaxTakers = 256;

    private readonly List<SequenceGap> _gaps = [];
    private readonly List<(long Number, string Stream)> _takers = [];

    /// <summary>Whether any number has come.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>The lowest number that is watched.</summary>
    public long First { get; private set; }

    /// <summary>The highest number that has come.</summary>
    public long Last { get; private set; }

    /// <summary>Missing numbers that are watched no longer.</summary>
    public long GivenUp { get; private set; }

    /// <summary>What is missing, lowest first.</summary>
    public IReadOnlyList<SequenceGap> Gaps => _gaps;

    /// <summary>Whether the number has come, as far as it is watched.</summary>
    public bool HasCome(long number) => IsUsed && number >= First && number <= Last && GapOf(number) < 0;

    /// <summary>The stream that had the number; null when that is not known (any more).</summary>
    public string? TakerOf(long number)
    {
        foreach (var taker in _takers)
            if (taker.Number == number) return taker.Stream;
        return null;
    }

    /// <param name="at">Operational time, milliseconds since 1970-01-01 UTC.</param>
    internal void Take(long number, string stream, long at)
    {
        if (HasCome(number)) return;
        if (_takers.Count == MaxTakers) _takers.RemoveAt(0);
        _takers.Add((number, stream));
        if (!IsUsed)
        {
            (IsUsed, First, Last) = (true, number, number);
        }
        else if (number > Last)
        {
            if (number > Last + 1) _gaps.Add(new SequenceGap(Last + 1, number - 1, at));
            Last = number;
        }
        else if (number < First)
        {
            if (GivenUp > 0) return;
            if (number < First - 1) _gaps.Insert(0, new SequenceGap(number + 1, First - 1, at));
            First = number;
        }
        else
        {
            Close(number);
        }
        if (_gaps.Count > MaxGaps) GiveUpOldest();
    }

    internal void WriteTo(ByteWriter writer)
    {
        writer.Byte(IsUsed ? (byte)1 : (byte)0);
        if (!IsUsed) return;
        writer.Varint((ulong)First);
        writer.Varint((ulong)Last);
        writer.Varint((ulong)GivenUp);
        writer.Count(_gaps.Count);
        foreach (var gap in _gaps)
        {
            writer.Varint((ulong)gap.First);
            writer.Varint((ulong)gap.Last);
            writer.Varint((ulong)gap.Since);
        }
        writer.Count(_takers.Count);
        foreach (var (number, stream) in _takers)
        {
            writer.Varint((ulong)number);
            writer.Text(stream);
        }
    }

    internal static SourceSequence Read(ref ByteReader reader)
    {
        var sequence = new SourceSequence { IsUsed = reader.Byte() != 0 };
        if (!sequence.IsUsed) return sequence;
        sequence.First = (long)reader.Varint();
        sequence.Last = (long)reader.Varint();
        sequence.GivenUp = (long)reader.Varint();
        for (var left = reader.Count(bytesEach: 3); left > 0; left--)
            sequence._gaps.Add(new SequenceGap((long)reader.Varint(), (long)reader.Varint(), (long)reader.Varint()));
        for (var left = reader.Count(bytesEach: 2); left > 0; left--) sequence._takers.Add(((long)reader.Varint(), reader.Text()));
        return sequence;
    }

    private void Close(long number)
    {
        var at = GapOf(number);
        var gap = _gaps[at];
        _gaps.RemoveAt(at);
        if (number < gap.Last) _gaps.Insert(at, gap with { First = number + 1 });
        if (number > gap.First) _gaps.Insert(at, gap with { Last = number - 1 });
    }

    private void GiveUpOldest()
    {
        var gap = _gaps[0];
        _gaps.RemoveAt(0);
        GivenUp += gap.Last - gap.First + 1;
        First = gap.Last + 1;
    }

    private int GapOf(long number) => _gaps.FindIndex(g => g.First <= number && number <= g.Last);
}
