namespace CustomerGrains.Tests;

/// <summary>Which way bytes go.</summary>
public enum LinkDirection
{
    /// <summary>To the server.</summary>
    Up,

    /// <summary>To the client.</summary>
    Down,
}

/// <summary>How a connection breaks.</summary>
public enum LinkFaultKind
{
    /// <summary>Reset on both sides.</summary>
    Reset,

    /// <summary>Ended on both sides as if in good order, in the middle of whatever it was.</summary>
    End,

    /// <summary>Gone for the server, silent for the client.</summary>
    HalfOpen,

    /// <summary>Nothing goes this way any more, and nobody is told.</summary>
    Stall,
}

/// <summary>What becomes of one connection.</summary>
/// <param name="Kind">How it breaks.</param>
/// <param name="Direction">Whose bytes are counted.</param>
/// <param name="AfterBytes">How many pass before.</param>
public sealed record LinkFault(LinkFaultKind Kind, LinkDirection Direction, long AfterBytes)
{
    /// <summary>A connection that does not break.</summary>
    public static LinkFault None { get; } = new(LinkFaultKind.Reset, LinkDirection.Up, long.MaxValue);
}
