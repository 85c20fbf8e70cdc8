using System.Runtime.Intrinsics;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>A number or a time of all subscribers, by row number: a <see cref="NumberKey"/> each.</summary>
internal sealed class NumberColumn(RowField field)
{
    private const int WordBits = 64;

    private int[] _keys = [];

    public int this[int row] => _keys[row];

    public void Grow(int rows) => Array.Resize(ref _keys, rows);

    public void Set(int row, long value) => _keys[row] = NumberKey.Of(field, value);

    /// <summary>The rows of which a comparison holds.</summary>
    /// <param name="isCertain">Only those of which the keys prove it; else all but those of which they disprove it.</param>
    /// <returns>A bit each.</returns>
    public ulong[] Match(RowCondition.Numbers condition, int rows, bool isCertain)
    {
        var key = NumberKey.Of(field, condition.Value);
        // Values other than the condition's may have its key: whether those count.
        var isExact = NumberKey.IsExact(field, key);
        var (withKey, withoutKey) = (isExact || !isCertain, isExact || isCertain);
        switch (condition.Comparison)
        {
            case RowComparison.Equal: return withKey ? Within(rows, key, key) : Within(rows, 1, 0);
            case RowComparison.Less: return Within(rows, NumberKey.Absent + 1L, withoutKey ? key - 1L : key);
            case RowComparison.LessOrEqual: return Within(rows, NumberKey.Absent + 1L, withKey ? key : key - 1L);
            case RowComparison.Greater: return Within(rows, withoutKey ? key + 1L : key, int.MaxValue);
            case RowComparison.GreaterOrEqual: return Within(rows, withKey ? key : key + 1L, int.MaxValue);
            case RowComparison.Present: return Within(rows, NumberKey.Absent + 1L, int.MaxValue);
            case RowComparison.NotEqual:
                var bits = Within(rows, NumberKey.Absent + 1L, int.MaxValue);
                if (!withoutKey) return bits;
                var equal = Within(rows, key, key);
                for (var i = 0; i < bits.Length; i++) bits[i] &= ~equal[i];
                return bits;
            default: return isCertain ? Within(rows, 1, 0) : Within(rows, int.MinValue, int.MaxValue);
        }
    }

    /// <summary>The rows with keys from one to the other, a bit each; none when they are the wrong way round.</summary>
    public ulong[] Within(int rows, long from, long to)
    {
        var bits = new ulong[RowSet.WordsFor(rows)];
        if (from > to) return bits;
        var keys = _keys.AsSpan(0, rows);
        var (first, width) = ((int)from, (uint)(to - from));
        var (firsts, widths) = (Vector256.Create(first), Vector256.Create(width));
        var row = 0;
        for (; row + WordBits <= rows; row += WordBits)
        {
            var word = 0UL;
            for (var i = 0; i < WordBits; i += Vector256<int>.Count)
            {
                var inside = Vector256.LessThanOrEqual((Vector256.Create<int>(keys[(row + i)..]) - firsts).AsUInt32(), widths);
                word |= (ulong)inside.ExtractMostSignificantBits() << i;
            }
            bits[row / WordBits] = word;
        }
        for (; row < rows; row++)
        {
            if ((uint)(keys[row] - first) <= width) bits[row / WordBits] |= 1UL << (row % WordBits);
        }
        return bits;
    }
}
