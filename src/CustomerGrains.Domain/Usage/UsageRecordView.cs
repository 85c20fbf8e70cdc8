using System.IO.Hashing;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Numbers;

namespace CustomerGrains.Domain.Usage;

/// <summary>What folding needs of a canonical record (format: <see cref="UsageRecord.WriteTo"/>), read in place. The other parts
/// are for whoever lists history.</summary>
public readonly ref struct UsageRecordView
{
    public const byte FormatVersion = 1;

    private readonly ReadOnlySpan<byte> _content;

    private UsageRecordView(ReadOnlySpan<byte> id, ReadOnlySpan<byte> content, PackedNumber served, long startTime, byte recordType, ServiceKind service, UsageDirection direction, ulong duration, ulong octets, ulong count)
    {
        _content = content;
        Id = id;
        Served = served;
        StartTime = startTime;
        RecordType = recordType;
        Service = service;
        Direction = direction;
        Duration = duration;
        Octets = octets;
        Count = count;
    }

    public ReadOnlySpan<byte> Id { get; }

    public PackedNumber Served { get; }

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public long StartTime { get; }

    public byte RecordType { get; }

    public ServiceKind Service { get; }

    public UsageDirection Direction { get; }

    /// <summary>Seconds.</summary>
    public ulong Duration { get; }

    /// <summary>Up and down together.</summary>
    public ulong Octets { get; }

    /// <summary>Events: at least 1.</summary>
    public ulong Count { get; }

    /// <summary>Distinguishes records with the same id and other content; covers everything but the id.</summary>
    public uint ContentHash => (uint)XxHash3.HashToUInt64(_content);

    /// <summary>The id within its scope, or, without one, the content and its ordinal among equal records of its batch.</summary>
    /// <param name="scope">Number of the source.</param>
    public ulong IdHash(long scope, int ordinal = 0) => Id.Length > 0
        ? XxHash3.HashToUInt64(Id, scope)
        : XxHash3.HashToUInt64(_content, scope ^ ((long)(ordinal + 1) << 40));

    private static ulong Saturated(ulong a, ulong b) => a + b < a ? ulong.MaxValue : a + b;

    /// <exception cref="CorruptDataException">Damaged, or of a newer format.</exception>
    public static UsageRecordView Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        if (reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"A usage record has format {format}; this version reads {FormatVersion}.");
        var id = reader.Bytes();
        var content = bytes[reader.Position..];
        var served = new PackedNumber(reader.UInt64());
        var start = (long)reader.Varint();
        var type = reader.Byte();
        var service = reader.Byte();
        var present = (UsageFields)reader.Varint();
        var duration = (present & UsageFields.Duration) != 0 ? reader.Varint() : 0;
        var octets = (present & UsageFields.OctetsUp) != 0 ? reader.Varint() : 0;
        if ((present & UsageFields.OctetsDown) != 0) octets = Saturated(octets, reader.Varint());
        var count = (present & UsageFields.Count) != 0 ? reader.Varint() : 1;
        if ((ulong)start > UsageRecord.MaxStartTime) throw new CorruptDataException("A usage record starts at an impossible time.");
        return new UsageRecordView(id, content, served, start, type, (ServiceKind)(service & 15), (UsageDirection)(service >> 4), duration, octets, count);
    }
}
