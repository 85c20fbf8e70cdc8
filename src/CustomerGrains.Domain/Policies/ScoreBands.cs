namespace CustomerGrains.Domain.Policies;

/// <summary>Five bands of a score of 0 … 100, cut where each begins (domain §3.4): very high, high, middle, low, and what is below.</summary>
public sealed record ScoreBands
{
    public double VeryHighFrom { get; init; } = 95;
    public double HighFrom { get; init; } = 80;
    public double MiddleFrom { get; init; } = 60;
    public double LowFrom { get; init; } = 40;
}
