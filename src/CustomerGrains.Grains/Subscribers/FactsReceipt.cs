using CustomerGrains.Storage.Log;

namespace CustomerGrains.Grains.Subscribers;

/// <summary>What became of facts.</summary>
/// <param name="Version">Version of the subscriber with them in it.</param>
/// <param name="Now">Business time at which they were judged, milliseconds since 1970-01-01 UTC.</param>
/// <param name="Verdicts">Two bytes a fact, in the request's order: <see cref="Domain.Facts.Outcome"/> and
/// <see cref="Domain.Facts.RejectReason"/>; empty when the request was carried out before, in the entry <paramref name="ReplayedVersion"/>.</param>
/// <param name="ReplayedVersion">0 = it was not.</param>
[GenerateSerializer, Immutable, Alias("cg.FactsReceipt")]
public readonly record struct FactsReceipt(
    [property: Id(0)] ulong Incarnation,
    [property: Id(1)] long Group,
    [property: Id(2)] long Version,
    [property: Id(3)] long Now,
    [property: Id(4)] ReadOnlyMemory<byte> Verdicts,
    [property: Id(5)] long ReplayedVersion)
{
    public Ticket Ticket => new(Incarnation, Group);
}
