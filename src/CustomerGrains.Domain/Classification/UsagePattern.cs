namespace CustomerGrains.Domain.Classification;

/// <summary>How a subscriber's use goes on over the last weeks (domain §3.1). The numbers are stored and sent.</summary>
public enum UsagePattern : byte
{
    /// <summary>Too little use, or too short a time, to say; or the line is terminated.</summary>
    None = 0,

    /// <summary>Nothing of the following.</summary>
    Steady = 1,

    /// <summary>More and more.</summary>
    Growing = 2,

    /// <summary>Less and less.</summary>
    Fading = 3,

    /// <summary>Spells of much and of little.</summary>
    Irregular = 4,

    /// <summary>Nothing for longer than the subscriber's own habits explain: leaving, or gone.</summary>
    FallenSilent = 5,
}
