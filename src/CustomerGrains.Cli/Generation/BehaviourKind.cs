namespace CustomerGrains.Cli.Generation;

/// <summary>How a made-up subscriber's usage goes on over time.</summary>
internal enum BehaviourKind
{
    /// <summary>As it is.</summary>
    Steady,

    /// <summary>A fifth more every week, from half of the usual to four times as much within ten weeks.</summary>
    Growing,

    /// <summary>A fifth less every week, down to a tenth of the usual.</summary>
    Fading,

    /// <summary>Hardly anything for a week or so, then very much for another, as it comes.</summary>
    Irregular,

    /// <summary>Less for two weeks, and nothing after that.</summary>
    Leaving,
}
