namespace CustomerGrains.Storage.Log;

/// <summary>What became of the groups that were waited for.</summary>
public enum CommitOutcome
{
    /// <summary>Every entry in them is on disk.</summary>
    Durable,

    /// <summary>Some entry in them is void: do the whole again. Asking again is harmless, the first outcome is remembered.</summary>
    Void,

    /// <summary>The process that appended is gone, or the group is long past: do the whole again.</summary>
    Unknown,
}
