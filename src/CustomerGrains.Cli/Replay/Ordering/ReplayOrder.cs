namespace CustomerGrains.Cli.Replay.Ordering;

/// <summary>Which record of a file is sent first.</summary>
internal enum ReplayOrder
{
    /// <summary>The one with the earliest start time; equal ones as in the file.</summary>
    Time,

    /// <summary>The first in the file.</summary>
    File,
}
