namespace CustomerGrains.Storage.Sqlite;

/// <summary>Takes one row of history; the entries are valid during the call. False = no more.</summary>
internal delegate bool HistoryRowVisitor(long place, ReadOnlySpan<byte> entries);
