namespace CustomerGrains.Cli.Serving;

/// <summary>Settings of a server that is about to start: complete, and valid.</summary>
internal sealed record ServerSettings
{
    /// <summary>The folder of the store.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Address to listen on.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:5080");

    /// <summary>Business time comes from the records, not from the machine's clock.</summary>
    public bool StreamClock { get; init; }

    /// <summary>The zone that days and months are those of.</summary>
    public string TimeZone { get; init; } = "Asia/Shanghai";

    /// <summary>Days of daily usage kept per subscriber; the default is a month and a few days to compare.</summary>
    public int DayWindow { get; init; } = 35;

    /// <summary>Completes settings with the defaults.</summary>
    /// <exception cref="CliException">Something is missing or wrong; the message has all of it.</exception>
    public static ServerSettings From(ServeSettings settings)
    {
        var problems = new List<string>();
        var byDefault = new ServerSettings { DataDirectory = settings.DataDirectory ?? "" };
        if (settings.DataDirectory is null) problems.Add("Say where the store is: --data DIR, CG_DATA_DIRECTORY, or dataDirectory in the configuration.");
        if (settings.DataDirectory is { } directory && File.Exists(directory)) problems.Add($"{directory} is a file; --data needs a folder.");
        var listen = byDefault.Listen;
        if (settings.Listen is { } address && (!Uri.TryCreate(address, UriKind.Absolute, out listen) || listen.Scheme != "http"))
        {
            problems.Add($"--listen '{address}' is not an address like http://127.0.0.1:5080.");
        }

        if (settings.Clock is not (null or "wall" or "stream")) problems.Add($"--clock is wall or stream, not '{settings.Clock}'.");
        var zone = settings.TimeZone ?? byDefault.TimeZone;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) problems.Add($"There is no time zone '{zone}' here; use an id like Asia/Shanghai.");
        var dayWindow = settings.DayWindow ?? byDefault.DayWindow;
        if (dayWindow is < 1 or > 400) problems.Add($"--day-window must be 1 to 400 days, not {dayWindow}.");
        if (problems.Count > 0) throw new CliException(string.Join("\n  ", problems.Prepend("The server cannot start:")), CliException.Usage);
        return byDefault with { Listen = listen!, StreamClock = settings.Clock == "stream", TimeZone = zone, DayWindow = dayWindow };
    }
}
