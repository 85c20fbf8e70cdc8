namespace CustomerGrains.Domain.Relationships;

/// <summary>A promise to pay.</summary>
/// <param name="Made">What was promised; null when only its end is known (any more).</param>
/// <param name="Settled">How it ended; null while it is open.</param>
public sealed record PaymentPromise(string Id, PromiseMade? Made, PromiseSettled? Settled)
{
    public bool IsOpen => Settled is null;

    public bool IsBroken => Settled is { IsBroken: true };
}
