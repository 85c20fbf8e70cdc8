using CustomerGrains.Storage.Log;

namespace CustomerGrains.Grains.Subscribers;

/// <summary>What became of a slice.</summary>
/// <param name="Verdicts">Two bytes a record, in the slice's order: <see cref="Domain.Subscribers.RecordVerdict"/> and
/// <see cref="Domain.Facts.RejectReason"/>; empty when every record is applied.</param>
[GenerateSerializer, Immutable, Alias("cg.SliceReceipt")]
public readonly record struct SliceReceipt(
    [property: Id(0)] ulong Incarnation,
    [property: Id(1)] long Group,
    [property: Id(2)] ReadOnlyMemory<byte> Verdicts)
{
    public Ticket Ticket => new(Incarnation, Group);
}
