using CustomerGrains.Domain;

namespace CustomerGrains.Server.Hosting;

/// <summary>Everything a server can be told.</summary>
public sealed record ServerOptions
{
    /// <summary>Folder of the store; made when it is not there.</summary>
    public string DataDirectory { get; init; } = "customergrains-data";

    /// <summary>Address to listen on, <c>http://host:port</c>; HTTP/2 without TLS. Port 0 takes a free one.</summary>
    public string Listen { get; init; } = "http://127.0.0.1:5080";

    public ClockMode Clock { get; init; } = ClockMode.Wall;

    /// <summary>IANA time zone of days and bill months; null = what the store has, or Asia/Shanghai for a new one. Fixed per store.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Days of usage kept by day, 1 to 427; null = what the store has, or 35 for a new one. Fixed per store.</summary>
    public int? DayWindow { get; init; }

    /// <summary>Least seconds between two checkpoints, 1 to 86,400.</summary>
    public int CheckpointSeconds { get; init; } = 60;

    /// <summary>Size at which a log segment is followed by the next, in megabytes, 1 to 1,000.</summary>
    public int SegmentMegabytes { get; init; } = 64;

    /// <summary>Seconds a grain stays active without being called, 1 to 86,400.</summary>
    public int IdleSeconds { get; init; } = 900;

    /// <summary>Seconds that calls under way get when the server stops, 1 to 600.</summary>
    public int ShutdownSeconds { get; init; } = 10;

    /// <exception cref="ArgumentException">Names the option, its value and the remedy.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(DataDirectory)) throw new ArgumentException("data: is empty; name the folder of the store.");
        if (!Uri.TryCreate(Listen, UriKind.Absolute, out var uri) || uri.Scheme != "http")
            throw new ArgumentException($"listen: '{Listen}' is not an address of the form http://host:port.");
        if (DayWindow is { } days) Range("day-window", days, 1, FoldParameters.MaxDayWindow, "days");
        Range("checkpoint-seconds", CheckpointSeconds, 1, 86_400, "seconds");
        Range("segment-megabytes", SegmentMegabytes, 1, 1_000, "megabytes");
        Range("idle-seconds", IdleSeconds, 1, 86_400, "seconds");
        Range("shutdown-seconds", ShutdownSeconds, 1, 600, "seconds");
    }

    private static void Range(string name, int value, int least, int most, string unit)
    {
        if (value < least || value > most) throw new ArgumentException($"{name}: {value} is out of range; give {least} to {most} {unit}.");
    }
}
