using CustomerGrains.Domain.Churn;

namespace CustomerGrains.Cli.Fitting;

/// <summary>A feature whose points are fitted.</summary>
/// <param name="Bounds">Where bins may end: numbers that people use. Those that say nothing are merged.</param>
/// <param name="IsRising">More of it speaks for leaving; else less of it does.</param>
/// <param name="En">The reason in English, of each bin that has points.</param>
/// <param name="Zh">The same in Chinese.</param>
internal sealed record FittedFeature(ChurnFeature Feature, IReadOnlyList<double> Bounds, bool IsRising, string En, string Zh)
{
    /// <summary>Those of which the generator's truth says something. The other features it does not make up at all (contracts, complaints, arrears,
    /// bills), makes up without regard to who leaves (tenure, shares of calls), or does not make up for long enough (slopes of three months).</summary>
    public static IReadOnlyList<FittedFeature> OfGenerator { get; } =
    [
        new(ChurnFeature.DaysSinceLastOutgoing, [1, 2, 3, 4, 6, 8, 11, 15, 22, 30], IsRising: true, "No outgoing use for {value} days", "已 {value} 天没有主动使用"),
        new(ChurnFeature.ActiveDays28, [4, 8, 12, 15, 18, 22, 25, 27], IsRising: false, "Used on {value} of the last 28 days", "最近 28 天中有 {value} 天使用"),
        new(ChurnFeature.RecentActivityRatio, [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.25, 2], IsRising: false, "Use of the last week is {percent}% of the four weeks before", "最近一周的使用量为此前四周的 {percent}%"),
        new(ChurnFeature.MonthToDateRatio, [0.1, 0.25, 0.5, 0.65, 0.8, 1.2], IsRising: false, "This month's use is {percent}% of the same days last month", "本月使用量为上月同期的 {percent}%"),
    ];

    /// <summary>The bin of a value, from 0; −1 = missing.</summary>
    public static int BinOf(IReadOnlyList<double> bounds, double value)
    {
        if (double.IsNaN(value)) return -1;
        var bin = 0;
        foreach (var bound in bounds) bin += value >= bound ? 1 : 0;
        return bin;
    }
}
