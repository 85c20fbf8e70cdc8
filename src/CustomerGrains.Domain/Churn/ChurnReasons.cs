using System.Globalization;

namespace CustomerGrains.Domain.Churn;

/// <summary>A score in words, for whoever asks why.</summary>
public static class ChurnReasons
{
    /// <summary>What speaks most for leaving (&gt; 0 points), the most first; equal ones in the formula's order.</summary>
    /// <param name="features">The vector that was scored.</param>
    /// <param name="terms">What <see cref="ChurnScorer.Score"/> made of it.</param>
    /// <param name="count">At most so many.</param>
    public static IReadOnlyList<ChurnReason> For(ChurnScorer scorer, ReadOnlySpan<double> features, ReadOnlySpan<ChurnTerm> terms, int count) => Top(scorer, features, terms, count, 1);

    /// <summary>What speaks most against it (&lt; 0 points).</summary>
    /// <inheritdoc cref="For"/>
    public static IReadOnlyList<ChurnReason> Against(ChurnScorer scorer, ReadOnlySpan<double> features, ReadOnlySpan<ChurnTerm> terms, int count) => Top(scorer, features, terms, count, -1);

    /// <summary>One term in words.</summary>
    /// <param name="index">Its place in <paramref name="terms"/>.</param>
    public static ChurnReason Of(ChurnScorer scorer, ReadOnlySpan<double> features, ReadOnlySpan<ChurnTerm> terms, int index)
    {
        var (formula, term) = (scorer.Formula, terms[index]);
        if (index >= formula.Terms.Count)
        {
            var pair = formula.Pairs[index - formula.Terms.Count];
            return new ChurnReason(pair.First.Feature, pair.Second.Feature, term.Points, pair.En, pair.Zh);
        }
        var of = formula.Terms[index];
        var bin = term.Bin == ChurnTerm.MissingBin ? of.Missing : of.Bins[term.Bin];
        var value = features[(int)of.Feature];
        return new ChurnReason(of.Feature, null, term.Points, Fill(bin.En, value), Fill(bin.Zh, value));
    }

    private static List<ChurnReason> Top(ChurnScorer scorer, ReadOnlySpan<double> features, ReadOnlySpan<ChurnTerm> terms, int count, int sign)
    {
        var ranked = new List<(int Points, int Index)>();
        for (var i = 0; i < scorer.TermCount; i++)
        {
            if (terms[i].Points * sign > 0) ranked.Add((terms[i].Points * sign, i));
        }
        ranked.Sort(static (a, b) => a.Points != b.Points ? b.Points.CompareTo(a.Points) : a.Index.CompareTo(b.Index));
        var reasons = new List<ChurnReason>();
        foreach (var (_, index) in ranked.Take(count)) reasons.Add(Of(scorer, features, terms, index));
        return reasons;
    }

    private static string Fill(string text, double value) => text
        .Replace("{value}", value.ToString("0.#", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{percent}", (value * 100).ToString("0", CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
