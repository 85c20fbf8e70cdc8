using CustomerGrains.Cli.Generation;

namespace CustomerGrains.Cli.Tests;

/// <summary>
/// Tells by a subscriber's events of each day what becomes of the usage, knowing nothing of how it was made: long silent is leaving;
/// else an exponential is fitted to the weeks, and what scatters about it is irregular, what it has risen or fallen by the rest.
/// </summary>
internal static class BehaviourReader
{
    private const int Week = 7;

    public static BehaviourKind Read(ReadOnlySpan<int> days)
    {
        var events = 0;
        foreach (var day in days) events += day;
        if (events < 10) return BehaviourKind.Steady;
        var silent = days.Length - 1 - days.LastIndexOfAnyExcept(0);
        var before = days[Math.Max(0, days.Length - silent - (4 * Week))..(days.Length - silent)];
        var rate = 0.0;
        foreach (var day in before) rate += day / (double)before.Length;
        if (silent >= 2 * Week && rate * silent > 8) return BehaviourKind.Leaving;

        var weeks = new double[days.Length / Week];
        for (var week = 0; week < weeks.Length; week++)
        {
            foreach (var day in days[^((weeks.Length - week) * Week)..][..Week]) weeks[week] += day;
        }

        var (slope, error, scatter, spread) = Fit(weeks);
        if (scatter > 2.5 && spread > 0.35) return BehaviourKind.Irregular;
        if (Math.Abs(slope) < 2.6 * error || Math.Abs(slope) * weeks.Length < 0.5) return BehaviourKind.Steady;
        return slope > 0 ? BehaviourKind.Growing : BehaviourKind.Fading;
    }

    /// <summary>The exponential of most likelihood, for Poisson counts, by Newton's method.</summary>
    /// <returns>Its slope and that one's standard error; χ² per degree of freedom; the scatter beyond chance as a share of the mean.</returns>
    private static (double Slope, double Error, double Scatter, double Spread) Fit(double[] counts)
    {
        var times = counts.Select((_, index) => index - ((counts.Length - 1) / 2.0)).ToArray();
        var total = counts.Sum();
        double slope = 0, variance = 0;
        for (var step = 1.0; Math.Abs(step) > 1e-9 && Math.Abs(slope) < 3;)
        {
            var weights = times.Select(time => Math.Exp(slope * time)).ToArray();
            var mean = times.Zip(weights, static (time, weight) => time * weight).Sum() / weights.Sum();
            variance = (times.Zip(weights, static (time, weight) => time * time * weight).Sum() / weights.Sum()) - (mean * mean);
            step = Math.Clamp(((times.Zip(counts, static (time, count) => time * count).Sum() / total) - mean) / Math.Max(variance, 1e-6), -0.3, 0.3);
            slope += step;
        }

        var shape = times.Select(time => Math.Exp(slope * time)).ToArray();
        var expected = shape.Select(value => total * value / shape.Sum()).ToArray();
        var scatter = counts.Zip(expected, static (count, mean) => (count - mean) * (count - mean) / Math.Max(mean, 0.5)).Sum() / (counts.Length - 2);
        var beyond = counts.Zip(expected, static (count, mean) => ((count - mean) * (count - mean)) - mean).Sum();
        return (slope, 1 / Math.Sqrt(total * Math.Max(variance, 1e-9)), scatter, Math.Sqrt(Math.Max(0, beyond) / expected.Sum(static mean => mean * mean)));
    }
}
