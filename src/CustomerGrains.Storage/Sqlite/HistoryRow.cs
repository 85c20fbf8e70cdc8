namespace CustomerGrains.Storage.Sqlite;

/// <summary>One row of history: entries of one entity, one behind the other.</summary>
/// <param name="First">Version of the first.</param>
/// <param name="Last">Version of the last.</param>
/// <param name="Entries">Their bytes.</param>
internal sealed record HistoryRow(long First, long Last, byte[] Entries);
