namespace CustomerGrains.Cli.Generation;

/// <summary>What is generated. The same options give the same records, byte for byte.</summary>
internal sealed record GeneratorOptions
{
    /// <summary>Subscribers, at most 100 million.</summary>
    public int Subscribers { get; init; } = 10_000;

    /// <summary>Days.</summary>
    public int Days { get; init; } = 30;

    /// <summary>Records on an average day of everybody's usual; weekdays differ, and behaviours make it up to a fifth more.</summary>
    public int RecordsPerDay { get; init; } = 33_400;

    /// <summary>Another seed gives another month.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The first day, in local time.</summary>
    public DateOnly FirstDay { get; init; } = new(2026, 3, 1);

    /// <summary>Local time minus UTC; the default is that of Asia/Shanghai, which has no summer time.</summary>
    public int UtcOffsetMinutes { get; init; } = 480;

    /// <summary>One record in so many is for a number that nobody holds, to be rejected; 0: none.</summary>
    public uint UnknownOneIn { get; init; } = 2_000;

    /// <summary>One record in so many has an impossible duration, to be rejected; 0: none.</summary>
    public uint BrokenOneIn { get; init; } = 5_000;

    /// <summary>One record in so many is an earlier one again; 0: none.</summary>
    public uint DuplicateOneIn { get; init; } = 1_000;

    /// <summary>One record in so many has an earlier one's id but other content; 0: none.</summary>
    public uint ConflictOneIn { get; init; } = 10_000;

    /// <exception cref="CliException">A value is out of range.</exception>
    public void Validate()
    {
        if (Subscribers is < 1 or > 100_000_000) throw new CliException("--subscribers must be 1 to 100,000,000.", CliException.Usage);
        if (Days is < 1 or > 400) throw new CliException("--days must be 1 to 400.", CliException.Usage);
        if (RecordsPerDay is < 1 or > 100_000_000) throw new CliException("--records-per-day must be 1 to 100,000,000.", CliException.Usage);
    }
}
