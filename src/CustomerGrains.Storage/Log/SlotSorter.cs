namespace CustomerGrains.Storage.Log;

/// <summary>Sorts slots (fingerprint, position) that were added in the order of their positions. Fingerprints are uniform, so a
/// radix sort over their upper bits takes two or three passes, several times
/// faster than comparing.</summary>
internal sealed class SlotSorter
{
    private const int Bits = 11;
    private const int Buckets = 1 << Bits;

    /// <summary>Below this the histograms cost more than they save.</summary>
    private const int SmallCount = 200;

    /// <summary>Up to this, two passes leave so few neighbours out of order that insertion puts them right in one walk.</summary>
    private const int TwoPassCount = 16_384;

    private ulong[] _sorted = [];
    private ulong[] _between = [];

    /// <summary>The slots in order; valid until the next call. Not thread-safe.</summary>
    public ReadOnlySpan<ulong> Sort(ReadOnlySpan<ulong> slots)
    {
        if (_sorted.Length < slots.Length)
        {
            _sorted = new ulong[Math.Max(slots.Length, _sorted.Length * 2)];
            _between = new ulong[_sorted.Length];
        }
        var sorted = _sorted.AsSpan(0, slots.Length);
        var between = _between.AsSpan(0, slots.Length);
        if (slots.Length < SmallCount)
        {
            slots.CopyTo(sorted);
            sorted.Sort();
            return sorted;
        }
        Span<int> counts = stackalloc int[Buckets];
        if (slots.Length <= TwoPassCount)
        {
            Pass(slots, between, counts, 64 - (2 * Bits));
            Pass(between, sorted, counts, 64 - Bits);
            Insert(sorted);
        }
        else
        {
            // 11 + 11 + 10 bits: all of the fingerprint.
            Pass(slots, sorted, counts, 32);
            Pass(sorted, between, counts, 32 + Bits);
            Pass(between, sorted, counts, 32 + (2 * Bits));
        }
        return sorted;
    }

    private static void Pass(ReadOnlySpan<ulong> from, Span<ulong> to, Span<int> counts, int shift)
    {
        counts.Clear();
        foreach (var slot in from) counts[(int)(slot >> shift) & (Buckets - 1)]++;
        var sum = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            var count = counts[i];
            counts[i] = sum;
            sum += count;
        }
        foreach (var slot in from) to[counts[(int)(slot >> shift) & (Buckets - 1)]++] = slot;
    }

    private static void Insert(Span<ulong> slots)
    {
        for (var i = 1; i < slots.Length; i++)
        {
            var slot = slots[i];
            if (slots[i - 1] <= slot) continue;
            var j = i;
            for (; j > 0 && slots[j - 1] > slot; j--) slots[j] = slots[j - 1];
            slots[j] = slot;
        }
    }
}
