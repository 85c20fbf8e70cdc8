namespace CustomerGrains.Cli.Fitting;

/// <summary>Leaves few bins of a feature, each of which says something of its own, in the direction that the domain says.</summary>
internal static class BinMerger
{
    private const int MostBins = 6;

    /// <summary>Fewer leavers, or fewer of the others, say nothing for certain.</summary>
    private const int LeastOfEach = 25;

    /// <summary>χ² of two neighbours with one degree of freedom: below it they may well be one (p about 0.001).</summary>
    private const double LeastDifference = 11;

    /// <summary>Merges by counts alone.</summary>
    /// <returns>The bounds that stay.</returns>
    public static List<double> Merge(FittedFeature feature, IReadOnlyList<LabelledRow> rows)
    {
        var bounds = feature.Bounds.ToList();
        var counts = Enumerable.Range(0, bounds.Count + 1).Select(static _ => new Bin()).ToList();
        foreach (var row in rows)
        {
            var bin = FittedFeature.BinOf(bounds, row.Features[(int)feature.Feature]);
            if (bin >= 0) counts[bin] = counts[bin].With(row.IsLeaver);
        }
        while (bounds.Count > 0)
        {
            var differences = Enumerable.Range(0, bounds.Count).Select(at => Difference(counts[at], counts[at + 1], feature.IsRising)).ToArray();
            var least = Array.IndexOf(differences, differences.Min());
            if (differences[least] >= LeastDifference && counts.Count <= MostBins) break;
            counts[least] = counts[least].With(counts[least + 1]);
            counts.RemoveAt(least + 1);
            bounds.RemoveAt(least);
        }
        return bounds;
    }

    /// <summary>χ² of neighbours; below 0 = too few, or the wrong way round.</summary>
    private static double Difference(Bin lower, Bin upper, bool isRising)
    {
        if (Math.Min(lower.Fewest, upper.Fewest) < LeastOfEach) return -2;
        if (upper.Rate > lower.Rate != isRising) return -1;
        double all = lower.All + upper.All, leavers = lower.Leavers + upper.Leavers, rate = leavers / all;
        var distance = lower.Rate - upper.Rate;
        return distance * distance / (rate * (1 - rate) * ((1.0 / lower.All) + (1.0 / upper.All)));
    }

    private readonly record struct Bin(long All, long Leavers)
    {
        public double Rate => Leavers / (double)Math.Max(1, All);

        public long Fewest => Math.Min(Leavers, All - Leavers);

        public Bin With(bool isLeaver) => new(All + 1, Leavers + (isLeaver ? 1 : 0));

        public Bin With(Bin other) => new(All + other.All, Leavers + other.Leavers);
    }
}
