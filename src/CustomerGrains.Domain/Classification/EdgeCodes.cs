using System.Runtime.CompilerServices;

namespace CustomerGrains.Domain.Classification;

/// <summary>The current class of every <see cref="Edge"/>, each in its bits of one number; 0 = none.</summary>
/// <param name="Bits">As stored.</param>
public readonly record struct EdgeCodes(ulong Bits)
{
    /// <summary>How many edges there are.</summary>
    internal const int Count = 16;

    // Relationship, attribute, value, credit, satisfaction, loyalty, two trends: 3 bits each. RFM: three scores of 3 bits and the treatment
    // of 2. Mid/high-end 2, retention 3, life cycle 4 + 4, brand fit 2, stars 3, churn risk 2, usage pattern 3. A place never moves.
    private static ReadOnlySpan<byte> Widths => [3, 3, 3, 3, 3, 3, 3, 3, 11, 2, 3, 8, 2, 3, 2, 3];

    /// <summary>The code of one of them.</summary>
    public int this[Edge edge] => (int)(Bits >> Offset(edge) & Mask(edge));

    /// <summary>With the code of one of them, which fits its bits.</summary>
    public EdgeCodes With(Edge edge, int code)
    {
        if ((ulong)code > Mask(edge)) throw new ArgumentOutOfRangeException(nameof(code), code, $"{edge} has {Widths[(int)edge]} bits.");
        return new EdgeCodes(Bits & ~(Mask(edge) << Offset(edge)) | (ulong)code << Offset(edge));
    }

    internal static bool IsPossible(ulong bits)
    {
        var total = 0;
        foreach (var width in Widths) total += width;
        return bits >> total == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(Edge edge) => (1UL << Widths[(int)edge]) - 1;

    private static int Offset(Edge edge)
    {
        var offset = 0;
        for (var i = 0; i < (int)edge; i++) offset += Widths[i];
        return offset;
    }
}
