using CustomerGrains.Storage.Log;

namespace CustomerGrains.Grains.Parties;

/// <summary>What became of a description.</summary>
/// <param name="Version">Version of the party with it, the first time as later.</param>
/// <param name="IsReplayed">The party remembers the request id: that version is of the request that came with it first, which may have said something else.</param>
[GenerateSerializer, Immutable, Alias("cg.DescribeReceipt")]
public readonly record struct DescribeReceipt(
    [property: Id(0)] ulong Incarnation,
    [property: Id(1)] long Group,
    [property: Id(2)] long Version,
    [property: Id(3)] DescribeStatus Status,
    [property: Id(4)] bool IsReplayed)
{
    public Ticket Ticket => new(Incarnation, Group);
}
