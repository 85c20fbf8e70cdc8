using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Classification;

/// <summary>What is remembered about classes: the current one of each classification and since when. It changes in turns only, and is the same
/// whenever the same entries are folded. 72 bytes in memory. Bytes, format v2, pinned by tests:
/// <code>
/// byte    format version (2) in the upper two bits; w, bits of each distance, in the lower six
/// 8 bytes classes, <see cref="EdgeCodes.Bits"/>
/// 4 bytes time of the latest change, seconds since 1970-01-01 UTC
/// bits    4: the first edge that changed last; then per other edge w: seconds before the latest change; lowest bits first
/// </code>
/// v1 has seven bytes of classes and fifteen edges; the sixteenth is then none since the earliest of them, which is mostly the first review.
/// At most 68 bytes while the earliest change lies within 17 years of the latest (w ≤ 29), 74 ever.</summary>
public struct Edges
{
    public const byte FormatVersion = 2;

    /// <summary>Most bytes that <see cref="WriteTo"/> writes.</summary>
    public const int MaxBytes = 74;

    private const int CodeBytes = 8;
    private const int CodeBytesV1 = 7;
    private const int CountV1 = 15;

    private EdgeCodes _codes;
    private Times _since;

    /// <summary>The current classes.</summary>
    public readonly EdgeCodes Codes => _codes;

    /// <summary>Since when the class is what it is: business time, milliseconds since 1970-01-01 UTC, in full seconds; 0 = never set.</summary>
    public readonly long Since(Edge edge) => ((ReadOnlySpan<uint>)_since)[(int)edge] * 1_000L;

    /// <summary>The life-cycle stage is in the upper four bits of its code, the rule in the lower.</summary>
    public readonly Policies.LifeCycleStage Stage => (Policies.LifeCycleStage)(_codes[Edge.LifeCycle] >> 4);

    /// <summary>Takes over the classes that changed.</summary>
    /// <param name="codes">What they are (<see cref="Insight.Codes"/>).</param>
    /// <param name="now">Business time, milliseconds since 1970-01-01 UTC; from 2106 on, that moment.</param>
    /// <returns>Whether one did.</returns>
    public bool Update(EdgeCodes codes, long now)
    {
        var second = (uint)Math.Clamp(now / 1_000, 1, uint.MaxValue);
        if (codes == _codes && _since[EdgeCodes.Count - 1] != 0) return false;
        for (var edge = 0; edge < EdgeCodes.Count; edge++)
            if (_since[edge] == 0 || codes[(Edge)edge] != _codes[(Edge)edge]) _since[edge] = second;
        _codes = codes;
        return true;
    }

    /// <summary>Which edges another one has other classes of.</summary>
    public readonly IEnumerable<Edge> ChangesTo(EdgeCodes codes)
    {
        var mine = _codes;
        return Enumerable.Range(0, EdgeCodes.Count).Select(static e => (Edge)e).Where(e => mine[e] != codes[e]);
    }

    public readonly void WriteTo(ByteWriter writer)
    {
        uint widest = 0;
        var last = 0;
        for (var edge = 1; edge < EdgeCodes.Count; edge++)
            if (_since[edge] > _since[last]) last = edge;
        var latest = _since[last];
        foreach (var since in (ReadOnlySpan<uint>)_since) widest |= latest - since;
        var width = 32 - System.Numerics.BitOperations.LeadingZeroCount(widest);
        writer.Byte((byte)(FormatVersion << 6 | width));
        for (var i = 0; i < CodeBytes; i++) writer.Byte((byte)(_codes.Bits >> 8 * i));
        writer.UInt32(latest);
        var (bits, filled) = ((ulong)last, 4);
        for (var edge = 0; edge < EdgeCodes.Count; edge++)
        {
            if (edge == last) continue;
            bits |= (ulong)(latest - _since[edge]) << filled;
            for (filled += width; filled >= 8; filled -= 8, bits >>= 8) writer.Byte((byte)bits);
        }
        if (filled > 0) writer.Byte((byte)bits);
    }

    /// <exception cref="CorruptDataException">Damaged, or of a newer format.</exception>
    public static Edges Read(ref ByteReader reader)
    {
        var head = reader.Byte();
        var (format, width) = (head >> 6, head & 63);
        if (format is < 1 or > FormatVersion) throw new CorruptDataException($"Edges have format {format}; this version reads 1 to {FormatVersion}.");
        var (codeBytes, count) = format == 1 ? (CodeBytesV1, CountV1) : (CodeBytes, EdgeCodes.Count);
        var codes = 0UL;
        for (var i = 0; i < codeBytes; i++) codes |= (ulong)reader.Byte() << 8 * i;
        var latest = reader.UInt32();
        var (bits, filled) = ((ulong)reader.Byte(), 4);
        var last = (int)(bits & 15);
        bits >>= 4;
        if (!EdgeCodes.IsPossible(codes) || width > 32 || last >= count) throw new CorruptDataException("Edges hold classes, widths or places that cannot be.");
        var edges = new Edges { _codes = new EdgeCodes(codes) };
        edges._since[last] = latest;
        for (var edge = 0; edge < count; edge++)
        {
            if (edge == last) continue;
            for (; filled < width; filled += 8) bits |= (ulong)reader.Byte() << filled;
            var before = bits & ((1UL << width) - 1);
            if (before > latest) throw new CorruptDataException("An edge lies before 1970.");
            edges._since[edge] = (uint)(latest - before);
            bits >>= width;
            filled -= width;
        }
        if (format > 1) return edges;
        edges._since[CountV1] = latest;
        for (var edge = 0; edge < CountV1; edge++) edges._since[CountV1] = Math.Min(edges._since[CountV1], edges._since[edge]);
        return edges;
    }

    [InlineArray(EdgeCodes.Count)]
    private struct Times
    {
        private uint _first;
    }
}
