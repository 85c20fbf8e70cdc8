namespace CustomerGrains.Server.Hosting;

/// <summary>Where business time comes from.</summary>
public enum ClockMode
{
    /// <summary>The machine's clock.</summary>
    Wall,

    /// <summary>The start times of the records: for replays and load tests.</summary>
    Stream,
}
