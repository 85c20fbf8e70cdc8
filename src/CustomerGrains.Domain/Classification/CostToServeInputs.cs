namespace CustomerGrains.Domain.Classification;

/// <summary>What the cost to serve of one month comes from.</summary>
/// <param name="FactMicros">The month's cost facts; null = there is none.</param>
/// <param name="Minutes">Of voice in either direction, each call rounded up.</param>
/// <param name="Octets">Of data and MMS, up and down.</param>
/// <param name="Contacts">With the call centre.</param>
public readonly record struct CostToServeInputs(long? FactMicros, long Minutes, long Octets, int Contacts);
