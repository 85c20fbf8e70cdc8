namespace CustomerGrains.Domain.Policies;

/// <summary>When use counts as growing, fading, irregular or fallen silent (domain §3.1). Events are calls, messages and sessions of either
/// direction. The defaults find the patterns of the built-in generator (tests/README.md has how well).</summary>
public sealed record UsagePatternPolicy
{
    /// <summary>With fewer events than these in all the weeks looked at nothing is said but silence; fewer = sooner and oftener wrong.</summary>
    public int EventsNeeded { get; init; } = 20;

    /// <summary>So many days must have been looked at; 7 … 28.</summary>
    public int DaysNeeded { get; init; } = 21;

    /// <summary>Silent after so many whole days at the earliest, however much was used before.</summary>
    public int SilentFromDays { get; init; } = 7;

    /// <summary>… in which at least so many events were to be expected. By chance alone e⁻⁶ of them stay silent: one in 400.</summary>
    public double SilentFromExpected { get; init; } = 6;

    /// <summary>… and which are more (&gt;) than so many times the subscriber's own longest gap.</summary>
    public double SilentFromGaps { get; init; } = 1.5;

    /// <summary>Irregular from this standard deviation of seven-day sums beyond chance, as a share of their mean; smaller = more of them.</summary>
    public double IrregularFromSpread { get; init; } = 0.35;

    /// <summary>… and from this variance of the sums ÷ their mean, 1 being chance: keeps light users apart from irregular ones.</summary>
    public double IrregularFromScatter { get; init; } = 2;

    /// <summary>Growing or fading from this change a week, as a share of the mean.</summary>
    public double TrendFromSlope { get; init; } = 0.05;

    /// <summary>… and from so many standard deviations. Of a hundred steady subscribers 2.5 takes one for growing or fading.</summary>
    public double TrendFromSigmas { get; init; } = 2.5;

    /// <summary>The first local day of which all use is known, where that is later than the subscribers' own: when a feed began in the middle of a
    /// month. Else days before it would look like days without use, and everybody would grow.</summary>
    public DateOnly? KnownFrom { get; init; }
}
