namespace CustomerGrains.Server.Hosting.Memory;

/// <summary>What became of a block of memory.</summary>
internal enum JoinOutcome
{
    /// <summary>It is one huge page, now or already.</summary>
    Joined,

    /// <summary>Not now: it is in use otherwise, or there is no room in one piece. It may be another time.</summary>
    Left,

    /// <summary>This system does not do it.</summary>
    NotSupported,
}
