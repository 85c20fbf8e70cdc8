using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>Cost to serve of a month (domain §3.4): the month's cost facts, else 15 + 0.01 a minute + 2 a GB (2^30 octets) + 5 a contact with
/// the call centre.</summary>
public static class CostToServe
{
    private const long Gigabyte = 1L << 30;

    /// <returns>Micros.</returns>
    public static long Of(in CostToServeInputs inputs, CostToServePolicy policy)
    {
        if (inputs.FactMicros is { } fact) return fact;
        var cost = policy.PerMonthMicros + (Int128)inputs.Minutes * policy.PerMinuteMicros
            + (Int128)inputs.Octets * policy.PerGigabyteMicros / Gigabyte + (Int128)inputs.Contacts * policy.PerContactMicros;
        return (long)Int128.Clamp(cost, 0, long.MaxValue);
    }
}
