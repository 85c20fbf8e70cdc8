namespace Orleans;

/// <summary>The kinds of reason for which an activation ends.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>No reason was given.</summary>
    None = 0,

    /// <summary>The host stops.</summary>
    ShuttingDown = 1,

    /// <summary>The activation could not start.</summary>
    ActivationFailed = 2,

    /// <summary>The activation could not be registered; not used by this host.</summary>
    DirectoryFailure = 3,

    /// <summary>It was not used for its collection age.</summary>
    ActivationIdle = 4,

    /// <summary>It did not answer; not used by this host.</summary>
    ActivationUnresponsive = 5,

    /// <summary>Another activation of the same grain took over.</summary>
    DuplicateActivation = 6,

    /// <summary>It got a call it cannot serve; not used by this host.</summary>
    IncompatibleRequest = 7,

    /// <summary>The grain failed.</summary>
    ApplicationError = 8,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested = 9,

    /// <summary>It moves elsewhere; not used by this host.</summary>
    Migrating = 10,

    /// <summary>The host, or a test, asked for it.</summary>
    RuntimeRequested = 11,

    /// <summary>Memory is short; not used by this host.</summary>
    HighMemoryPressure = 12,
}
