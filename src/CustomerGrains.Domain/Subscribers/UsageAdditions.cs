using System.Numerics;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>What one record adds to the measures of a period: a set of measures, and the few numbers that they share.</summary>
/// <param name="attributes">Bit n is <see cref="UsageMeasure"/> n.</param>
/// <param name="count">Events.</param>
/// <param name="amount">Of everything but minutes and charges.</param>
/// <param name="billedMinutes">0 = none.</param>
internal readonly struct UsageAdditions(UsageAttributes attributes, uint count, ulong amount, ulong billedMinutes, bool isDropped = false)
{
    /// <summary>The set of <see cref="UsageMeasure.All"/> alone.</summary>
    internal const uint All = 1u << (int)UsageMeasure.All;

    /// <summary>Bit n is <see cref="UsageMeasure"/> n.</summary>
    internal uint Measures { get; private init; } = All | (uint)attributes | (isDropped ? 1u << (int)UsageMeasure.Dropped : 0) | (billedMinutes > 0 ? 1u << (int)UsageMeasure.BilledMinutes : 0);

    private ulong Charge { get; init; }

    /// <summary>A charge in the store's currency, millionths, and nothing else.</summary>
    internal static UsageAdditions OfCharge(ulong micros) => default(UsageAdditions).WithCharge(micros);

    internal UsageAdditions WithCharge(ulong micros) => this with { Measures = Measures | 1u << (int)UsageMeasure.Charge, Charge = micros };

    internal UsageAdditions WithOtherCurrency() => this with { Measures = Measures | 1u << (int)UsageMeasure.OtherCurrency };

    /// <summary>The measure of the lowest bit.</summary>
    internal static UsageMeasure First(uint measures) => (UsageMeasure)BitOperations.TrailingZeroCount(measures);

    internal uint CountOf(UsageMeasure measure) => measure is UsageMeasure.Dropped or UsageMeasure.Charge or UsageMeasure.OtherCurrency ? 1 : count;

    internal ulong AmountOf(UsageMeasure measure) => measure switch
    {
        < UsageMeasure.Dropped => amount,
        UsageMeasure.BilledMinutes => billedMinutes,
        UsageMeasure.Charge => Charge,
        _ => 0,
    };
}
