using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>Where the population is cut into five by recency, frequency and monetary value (domain §3.5): a versioned document, made anew
/// every day (<see cref="PopulationCutsDocument"/>).</summary>
/// <param name="Version">0 = the policy's initial cuts.</param>
/// <param name="Day">Local day since 1970-01-01 on which the population was looked at.</param>
/// <param name="Population">Subscribers looked at.</param>
/// <param name="RecencyDays">Four, ascending: up to the first (≤) scores 5, beyond the last 1.</param>
/// <param name="Sessions">Four, ascending: below the first scores 1, from the last on (≥) 5.</param>
/// <param name="ChargeMicros">Likewise.</param>
public sealed record PopulationCuts(uint Version, int Day, int Population, IReadOnlyList<double> RecencyDays, IReadOnlyList<double> Sessions, IReadOnlyList<long> ChargeMicros)
{
    /// <summary>Quintiles have so many cuts.</summary>
    public const int Count = 4;

    private static PopulationCuts? _initial;

    /// <summary>What is used until the population's own are known.</summary>
    public static PopulationCuts Initial(RfmPolicy policy)
    {
        var known = _initial;
        if (known is not null && ReferenceEquals(known.RecencyDays, policy.InitialRecencyDays) && ReferenceEquals(known.Sessions, policy.InitialFrequency)
            && ReferenceEquals(known.ChargeMicros, policy.InitialMonetaryMicros)) return known;
        return _initial = new PopulationCuts(0, 0, 0, policy.InitialRecencyDays, policy.InitialFrequency, policy.InitialMonetaryMicros);
    }

    /// <summary>The quintiles of a population, or of a fair sample of it. What never was used counts as the longest ago. Equal values stay
    /// together, so that a score may have nobody.</summary>
    /// <exception cref="ArgumentException">Nobody in it.</exception>
    public static PopulationCuts Of(ReadOnlySpan<RfmInputs> population, uint version, int day)
    {
        if (population.Length == 0) throw new ArgumentException("There is nobody to cut into five.", nameof(population));
        var (recency, sessions, charges) = (new long[population.Length], new long[population.Length], new long[population.Length]);
        for (var i = 0; i < population.Length; i++)
            (recency[i], sessions[i], charges[i]) = (population[i].RecencyDays ?? int.MaxValue, population[i].Sessions, population[i].ChargeMicros);
        Array.Sort(recency);
        Array.Sort(sessions);
        Array.Sort(charges);
        // The last of each fifth from below belongs to it where small is good; the first of the next where large is good.
        return new PopulationCuts(version, day, population.Length,
            [.. Places(population.Length).Select(at => (double)recency[at == 0 ? 0 : at - 1])],
            [.. Places(population.Length).Select(at => (double)sessions[at])],
            [.. Places(population.Length).Select(at => charges[at])]);
    }

    /// <summary>1 … 5; 1 where there was no outgoing use.</summary>
    public int RecencyScore(int? days)
    {
        if (days is not { } known) return 1;
        var score = Count + 1;
        for (var i = 0; i < RecencyDays.Count && known > RecencyDays[i]; i++) score--;
        return score;
    }

    /// <summary>1 … 5.</summary>
    public int FrequencyScore(long sessions)
    {
        var score = 1;
        for (var i = 0; i < Sessions.Count && sessions >= Sessions[i]; i++) score++;
        return score;
    }

    /// <summary>1 … 5.</summary>
    public int MonetaryScore(long chargeMicros)
    {
        var score = 1;
        for (var i = 0; i < ChargeMicros.Count && chargeMicros >= ChargeMicros[i]; i++) score++;
        return score;
    }

    private static IEnumerable<int> Places(int count) => Enumerable.Range(1, Count).Select(k => (int)((long)count * k / (Count + 1)));
}
