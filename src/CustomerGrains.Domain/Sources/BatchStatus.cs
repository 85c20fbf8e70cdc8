namespace CustomerGrains.Domain.Sources;

/// <summary>What a source says of a batch that a session wants to begin.</summary>
public enum BatchStatus : byte
{
    /// <summary>Not seen before.</summary>
    New,

    /// <summary>Begun before and not complete: send its slices again, as of when it was first seen.</summary>
    UnderWay,

    /// <summary>Complete, and its outcomes are remembered.</summary>
    Complete,

    /// <summary>Complete, so long ago that its outcomes are not.</summary>
    Expired,

    /// <summary>The number was used for other content.</summary>
    OtherContent,

    /// <summary>A batch before it was never sent.</summary>
    Hole,

    /// <summary>Too far beyond the last complete batch; wait.</summary>
    BeyondWindow,

    /// <summary>A newer session of the stream has taken over, or the stream is not open.</summary>
    Superseded,
}
