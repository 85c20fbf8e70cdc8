using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>A batch was seen for the first time.</summary>
/// <param name="Ordinal">The stream's.</param>
/// <param name="Batch">n.</param>
/// <param name="Digest">Of the parsed records, not of their wire bytes.</param>
/// <param name="FirstSeen">Stamp; whose number was whose is asked as of it.</param>
/// <param name="ReceivedAt">Operational time, milliseconds since 1970-01-01 UTC.</param>
/// <param name="ReceiveDay">Local day, days since 1970-01-01, under which its records are counted.</param>
public readonly record struct BatchBegun(long Ordinal, long Batch, UInt128 Digest, long FirstSeen, long ReceivedAt, int ReceiveDay)
{
    public void WriteTo(ByteWriter writer)
    {
        writer.Varint((ulong)Ordinal);
        writer.Varint((ulong)Batch);
        writer.UInt64((ulong)(Digest >> 64));
        writer.UInt64((ulong)Digest);
        writer.Varint((ulong)FirstSeen);
        writer.Varint((ulong)ReceivedAt);
        writer.Count(ReceiveDay);
    }

    public static BatchBegun Read(ref ByteReader reader) =>
        new((long)reader.Varint(), (long)reader.Varint(), new UInt128(reader.UInt64(), reader.UInt64()), (long)reader.Varint(), (long)reader.Varint(), reader.Count());
}
