namespace CustomerGrains.Grains.Parties;

/// <param name="Body">Of the fact: <see cref="Domain.Parties.PartyDescription"/>, about the party itself.</param>
/// <param name="RequestId">Empty when the caller gave none.</param>
/// <param name="Actor">Who asks; empty when not said.</param>
/// <param name="Reason">Why; empty when not said.</param>
[GenerateSerializer, Immutable, Alias("cg.DescribeCommand")]
public sealed record DescribeCommand(
    [property: Id(0)] ReadOnlyMemory<byte> Body,
    [property: Id(1)] string RequestId,
    [property: Id(2)] string Actor,
    [property: Id(3)] string Reason);
