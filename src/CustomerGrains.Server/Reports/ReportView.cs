using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Server.Reports;

/// <summary>What a report is counted over.</summary>
/// <param name="AsOf">Business time, milliseconds since 1970-01-01 UTC.</param>
/// <param name="IsMadeUp">Of a day that was not kept at its end.</param>
internal readonly record struct ReportView(ClassView Classes, long AsOf, bool IsMadeUp);
