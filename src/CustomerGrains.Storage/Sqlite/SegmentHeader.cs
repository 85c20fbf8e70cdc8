using System.Buffers.Binary;
using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>What a segment says of itself.</summary>
/// <param name="StoreId">The store it belongs to.</param>
/// <param name="Number">Its number.</param>
/// <param name="Positions">Where each partition went on when it was made; when it is sealed, where it goes on behind it.</param>
/// <param name="Now">The largest business time in all segments before it; when it is sealed, including it.</param>
/// <param name="Sealed">Whether it has its directory and never changes again.</param>
internal sealed record SegmentHeader(ulong StoreId, long Number, long[] Positions, long Now, bool Sealed)
{
    /// <summary>Null when the file was never finished.</summary>
    /// <exception cref="StoreException">Written by a newer version.</exception>
    public static SegmentHeader? Read(Database database)
    {
        if (database.QueryInt64("SELECT count(*) FROM sqlite_schema WHERE name = 'segment'") == 0) return null;
        using var select = database.PrepareOnce("SELECT format, store, number, positions, now, sealed FROM segment");
        if (!select.Step()) return null;
        if (select.Int64(0) != SegmentFile.FormatVersion) throw new StoreException($"{database.Path} has format {select.Int64(0)}; this version reads {SegmentFile.FormatVersion}. Use the version that wrote it, or a newer one.");
        var positions = new long[Partitions.Count];
        for (var i = 0; i < positions.Length; i++) positions[i] = BinaryPrimitives.ReadInt64LittleEndian(select.Blob(3)[(i * 8)..]);
        return new SegmentHeader((ulong)select.Int64(1), select.Int64(2), positions, select.Int64(4), select.Int64(5) != 0);
    }

    public static byte[] WritePositions(ReadOnlySpan<long> positions)
    {
        var bytes = new byte[positions.Length * 8];
        for (var i = 0; i < positions.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * 8), positions[i]);
        return bytes;
    }
}
