namespace CustomerGrains.Domain.Classification;

/// <summary>The document of <see cref="PopulationCuts"/>: where a day's population is cut into five. Nothing in it: the policy's initial cuts.</summary>
public sealed record PopulationQuintiles
{
    /// <summary>yyyy-mm-dd, local: the day at whose end the population was looked at.</summary>
    public string Day { get; init; } = "";

    /// <summary>Subscribers looked at.</summary>
    public int Population { get; init; }

    /// <summary>Days since the last outgoing use, four, none below the one before: up to the first (≤) scores 5, beyond the last 1. 2147483647 = never.</summary>
    public IReadOnlyList<double> RecencyDays { get; init; } = [];

    /// <summary>Sessions, likewise: below the first scores 1, from the last on (≥) 5.</summary>
    public IReadOnlyList<double> Sessions { get; init; } = [];

    /// <summary>Charge, likewise.</summary>
    public IReadOnlyList<long> ChargeMicros { get; init; } = [];

    /// <summary>No cuts of its own.</summary>
    internal bool IsEmpty => RecencyDays.Count == 0 && Sessions.Count == 0 && ChargeMicros.Count == 0;

    /// <summary>Whether both cut at the same places.</summary>
    public bool CutsAs(PopulationQuintiles other) =>
        RecencyDays.SequenceEqual(other.RecencyDays) && Sessions.SequenceEqual(other.Sessions) && ChargeMicros.SequenceEqual(other.ChargeMicros);
}
