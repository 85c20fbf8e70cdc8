namespace CustomerGrains.Domain.Policies;

/// <summary>Recency, frequency, monetary (domain §3.5): windows, and the cuts that score 1 … 5 until the population's own quintiles are known.</summary>
public sealed record RfmPolicy
{
    /// <summary>Days of sessions (partial records merged) that are the frequency, today included; 1 … 35.</summary>
    public int FrequencyDays { get; init; } = 30;

    /// <summary>Days of charge that are the monetary part; 1 … 35.</summary>
    public int MonetaryDays { get; init; } = 30;

    /// <summary>Days since the last outgoing use, ascending: up to the first scores 5, beyond the last 1.</summary>
    public IReadOnlyList<double> InitialRecencyDays { get; init; } = [1, 3, 7, 14];

    /// <summary>Sessions, ascending: below the first scores 1, from the last on 5.</summary>
    public IReadOnlyList<double> InitialFrequency { get; init; } = [10, 30, 60, 120];

    /// <summary>Charge, ascending, likewise.</summary>
    public IReadOnlyList<long> InitialMonetaryMicros { get; init; } = [20_000_000, 50_000_000, 100_000_000, 200_000_000];

    /// <summary>Subscribers that it takes for the population to be cut into five by itself, once a day; of fewer the cuts stay where they are.</summary>
    public int LeastPopulation { get; init; } = 1_000;

    /// <summary>Frequency score from which on a subscriber counts as loyal: care. A trend goes before it: rising = develop, falling = win back.</summary>
    public int CareFromFrequency { get; init; } = 4;
}
