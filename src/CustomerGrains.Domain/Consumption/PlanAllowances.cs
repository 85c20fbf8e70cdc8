namespace CustomerGrains.Domain.Consumption;

/// <summary>What a plan includes in a bill month; null = the plan does not say, and nothing is forecast.</summary>
/// <param name="Minutes">Of outgoing voice, each call rounded up.</param>
/// <param name="Messages">Outgoing.</param>
/// <param name="Octets">Of data, up and down together.</param>
public sealed record PlanAllowances(long? Minutes, long? Messages, long? Octets)
{
    public static PlanAllowances None { get; } = new(null, null, null);
}
