namespace CustomerGrains.Storage.Sqlite;

/// <summary>Takes one row of a segment; the payload is valid during the call.</summary>
internal delegate void SegmentRowReader(uint id, int partition, long position, long now, ReadOnlySpan<byte> payload);
