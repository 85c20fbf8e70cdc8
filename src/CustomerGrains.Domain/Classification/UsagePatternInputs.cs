namespace CustomerGrains.Domain.Classification;

/// <summary>What a pattern of use comes from: events of whole local days, up to the last one with use before today.</summary>
/// <param name="IsOpen">The line is not terminated and there is use to look at; without it the rest is 0.</param>
/// <param name="Events">That were looked at.</param>
/// <param name="Days">That they lie in: four weeks and, when there was use before, some three to seven more.</param>
/// <param name="SilentDays">Whole days without use behind the last one with use, today not counted; 0 as soon as there is use today.</param>
/// <param name="LongestGapDays">Without use, between two days with use, of the last <see cref="UsageDigest.PatternDays"/> before the silence.</param>
/// <param name="EventsPerDay">Of the last four weeks before the silence; of at least one week where there was no use before.</param>
/// <param name="SlopePerWeek">By which share of the mean use rises or falls a week, over all of <paramref name="Days"/>.</param>
/// <param name="SlopeSigmas">The same in standard deviations of what chance does, with the scatter that this subscriber has.</param>
/// <param name="Spread">Of seven-day sums about their own trend, what is beyond chance: standard deviation as a share of the mean.</param>
/// <param name="Scatter">Variance of the same ÷ the mean: 1 is chance (Poisson's index of dispersion).</param>
public readonly record struct UsagePatternInputs(
    bool IsOpen, long Events, int Days, int SilentDays, int LongestGapDays, double EventsPerDay, double SlopePerWeek, double SlopeSigmas, double Spread, double Scatter);
