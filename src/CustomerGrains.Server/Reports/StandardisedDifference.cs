namespace CustomerGrains.Server.Reports;

/// <summary>How much more often holders left than others, by direct standardisation: in each stratum with both, the others' share counts as much as
/// there are holders. The interval is that of Wald for a weighted sum of differences, with the variances of Agresti and Caffo: one more of each kind
/// in every sample, so that a stratum of three that nobody left is not taken for certain.</summary>
/// <param name="HoldersRate">Share that left, 0 … 1.</param>
/// <param name="OthersRate">Of the others, as if they were distributed over the strata as the holders are.</param>
/// <param name="HalfWidth">Of the interval around the difference, at 95 %.</param>
internal sealed record StandardisedDifference(double HoldersRate, double OthersRate, double HalfWidth)
{
    /// <summary>Of the standard normal distribution, 97.5 %.</summary>
    private const double Quantile = 1.959963984540054;

    internal double Difference => HoldersRate - OthersRate;

    /// <summary>Null when no stratum has both.</summary>
    internal static StandardisedDifference? Of(IEnumerable<StratumCounts> strata)
    {
        var comparable = strata.Where(static s => s.IsComparable).ToList();
        var holders = (double)comparable.Sum(static s => s.Holders);
        if (holders == 0) return null;
        var (left, expected, variance) = (0.0, 0.0, 0.0);
        foreach (var stratum in comparable)
        {
            var weight = stratum.Holders / holders;
            left += stratum.HoldersLeft;
            expected += weight * stratum.OthersLeft / stratum.Others;
            variance += weight * weight * (Variance(stratum.HoldersLeft, stratum.Holders) + Variance(stratum.OthersLeft, stratum.Others));
        }
        return new StandardisedDifference(left / holders, expected, Quantile * Math.Sqrt(variance));
    }

    private static double Variance(long left, long of)
    {
        var share = (left + 1.0) / (of + 2.0);
        return share * (1 - share) / (of + 2.0);
    }
}
