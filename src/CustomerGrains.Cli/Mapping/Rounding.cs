namespace CustomerGrains.Cli.Mapping;

/// <summary>How a fraction becomes a whole number.</summary>
internal enum Rounding
{
    /// <summary>Halves go up.</summary>
    Nearest,

    /// <summary>Halves go to the even one of the two, so that they add nothing up over many.</summary>
    HalfEven,

    /// <summary>Every begun unit counts.</summary>
    Up,

    /// <summary>Only full units count.</summary>
    Down,
}
