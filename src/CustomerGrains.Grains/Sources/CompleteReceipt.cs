using CustomerGrains.Storage.Log;

namespace CustomerGrains.Grains.Sources;

/// <param name="IsSuperseded">A newer session has taken over; nothing was recorded.</param>
/// <param name="Complete">w with this batch in it, durable when the ticket is.</param>
[GenerateSerializer, Immutable, Alias("cg.CompleteReceipt")]
public readonly record struct CompleteReceipt(
    [property: Id(0)] ulong Incarnation,
    [property: Id(1)] long Group,
    [property: Id(2)] bool IsSuperseded,
    [property: Id(3)] long Complete)
{
    public Ticket Ticket => new(Incarnation, Group);
}
