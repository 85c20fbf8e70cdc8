using System.Numerics;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>Some rows, by their numbers: a bit each.</summary>
public sealed class RowSet
{
    private const int WordBits = 64;

    internal RowSet(ulong[] words) => Words = words;

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
