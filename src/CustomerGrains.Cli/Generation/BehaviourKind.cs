namespace CustomerGrains.Cli.Generation;

/// <summary>How a made-up subscriber's usage goes on over time.</summary>
internal enum BehaviourKind
{
    /// <summary>As it is.</summary>
    Steady,

    /// <summary>From half of the usual to three times as much within two months.</summary>
    Growing,

    /// <summary>Less by a quarter every week, down to next to nothing.</summary>
    Fading,

    /// <summary>A week of nothing, a week of very much, as it comes.</summary>
    Irregular,

    /// <summary>Less for two weeks, and nothing after that.</summary>
    Leaving,
}
