namespace CustomerGrains.Domain.Relationships;

/// <summary>What every business fact says of itself.</summary>
/// <param name="Time">When it happened or takes effect, seconds since 1970-01-01 UTC.</param>
/// <param name="SystemOfRecord">The system that says so: billing, customer-service, network, finance, channel …</param>
/// <param name="Id">That system's id of the fact; may be empty.</param>
public readonly record struct FactHeader(long Time, string SystemOfRecord, string Id);
