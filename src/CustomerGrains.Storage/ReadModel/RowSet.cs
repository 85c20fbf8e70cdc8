using System.Numerics;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>Some rows, by their numbers: a bit each.</summary>
public sealed class RowSet
{
    private const int WordBits = 64;

    internal RowSet(ulong[] words) => Words = words;

    public static RowSet Empty { get; } = new([]);

    internal ulong[] Words { get; }

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in Words) count += BitOperations.PopCount(word);
            return count;
        }
    }

    public bool Contains(int row) => row >> 6 < Words.Length && (Words[row >> 6] >> (row & 63) & 1) != 0;

    /// <summary>Those that are in both.</summary>
    public RowSet And(RowSet other)
    {
        var words = new ulong[Math.Min(Words.Length, other.Words.Length)];
        for (var i = 0; i < words.Length; i++) words[i] = Words[i] & other.Words[i];
        return new RowSet(words);
    }

    /// <summary>Those that are in one of both.</summary>
    public RowSet Or(RowSet other)
    {
        var (longer, shorter) = Words.Length >= other.Words.Length ? (Words, other.Words) : (other.Words, Words);
        var words = (ulong[])longer.Clone();
        for (var i = 0; i < shorter.Length; i++) words[i] |= shorter[i];
        return new RowSet(words);
    }

    /// <summary>Those that are not in the other.</summary>
    public RowSet Except(RowSet other)
    {
        var words = (ulong[])Words.Clone();
        for (var i = 0; i < Math.Min(words.Length, other.Words.Length); i++) words[i] &= ~other.Words[i];
        return new RowSet(words);
    }

    /// <summary>The first rows, in the order of their numbers.</summary>
    public IEnumerable<int> Take(int most)
    {
        for (var i = 0; i < Words.Length && most > 0; i++)
        {
            for (var word = Words[i]; word != 0 && most > 0; word &= word - 1, most--) yield return (i * WordBits) + BitOperations.TrailingZeroCount(word);
        }
    }

    internal static int WordsFor(int rows) => (rows + WordBits - 1) / WordBits;
}
