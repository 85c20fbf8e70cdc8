namespace CustomerGrains.Storage.Sqlite;

/// <summary>A row that is on disk, and where its payload is in memory.</summary>
internal readonly record struct MemoryRow(uint Id, byte[] Data, int Start, int Length)
{
    public ReadOnlySpan<byte> Payload => Data.AsSpan(Start, Length);
}
