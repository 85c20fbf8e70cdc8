using CustomerGrains.Storage.Log;

namespace CustomerGrains.Grains.Sources;

/// <param name="Version">Of the entry with the completion, when that is the status.</param>
[GenerateSerializer, Immutable, Alias("cg.RedriveReceipt")]
public readonly record struct RedriveReceipt(
    [property: Id(0)] ulong Incarnation,
    [property: Id(1)] long Group,
    [property: Id(2)] RedriveStatus Status,
    [property: Id(3)] long Version)
{
    public Ticket Ticket => new(Incarnation, Group);
}
