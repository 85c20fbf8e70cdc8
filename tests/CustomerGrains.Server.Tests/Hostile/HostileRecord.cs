using CustomerGrains.V1;

namespace CustomerGrains.Server.Tests.Hostile;

/// <summary>A record as it goes over the wire, and what has to become of it.</summary>
/// <param name="Kind">What is wrong with it, in words; the row of the table.</param>
/// <param name="Bytes">Whatever stands where a UsageRecord should.</param>
/// <param name="Outcome">The one right verdict.</param>
/// <param name="Reason">For REJECTED.</param>
internal sealed record HostileRecord(string Kind, byte[] Bytes, Outcome Outcome, RejectReason Reason = RejectReason.Unspecified);
