using System.IO.Hashing;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Numbers;

namespace CustomerGrains.Domain.Usage;

/// <summary>What judging needs of a canonical record (format: <see cref="UsageRecord.WriteTo"/>), read in place;
/// <see cref="ReadDetails"/> reads the rest.</summary>
public readonly ref struct UsageRecordView
{
    public const byte FormatVersion = 1;

    private readonly ReadOnlySpan<byte> _content;
    private readonly UsageFields _present;
    private readonly int _detailsAt;

    private UsageRecordView(UsageFields present, int detailsAt, ReadOnlySpan<byte> id, ReadOnlySpan<byte> content, PackedNumber served, long startTime, byte recordType, ServiceKind service, UsageDirection direction, ulong duration, ulong octetsUp, ulong octetsDown, ulong count)
    {
        _content = content;
        _present = present;
        _detailsAt = detailsAt;
        Id = id;
        Served = served;
        StartTime = startTime;
        RecordType = recordType;
        Service = service;
        Direction = direction;
        Duration = duration;
        OctetsUp = octetsUp;
        OctetsDown = octetsDown;
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

    public ulong OctetsUp { get; }

    public ulong OctetsDown { get; }

    /// <summary>Up and down together.</summary>
    public ulong Octets => Saturated(OctetsUp, OctetsDown);

    /// <summary>Events: at least 1.</summary>
    public ulong Count { get; }

    /// <summary>Distinguishes records with the same id and other content; covers everything but the id.</summary>
    public uint ContentHash => (uint)XxHash3.HashToUInt64(_content);

    /// <summary>The id within its scope, or, without one, the content and its ordinal among equal records of its batch.</summary>
    /// <param name="scope">Number of the source.</param>
    public ulong IdHash(long scope, int ordinal = 0) => Id.Length > 0
        ? ScopedHash.Of(Id, scope)
        : ScopedHash.Of(_content, scope ^ ((long)(ordinal + 1) << 40));

    /// <summary>The rest of the record.</summary>
    /// <exception cref="CorruptDataException">Damaged.</exception>
    public UsageDetails ReadDetails()
    {
        var reader = new ByteReader(_content[_detailsAt..]);
        return new UsageDetails(ref reader, _present);
    }

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
        var octetsUp = (present & UsageFields.OctetsUp) != 0 ? reader.Varint() : 0;
        var octetsDown = (present & UsageFields.OctetsDown) != 0 ? reader.Varint() : 0;
        var count = (present & UsageFields.Count) != 0 ? reader.Varint() : 1;
        if ((ulong)start > UsageRecord.MaxStartTime) throw new CorruptDataException("A usage record starts at an impossible time.");
        return new UsageRecordView(present, reader.Position - (bytes.Length - content.Length), id, content, served, start, type, (ServiceKind)(service & 15), (UsageDirection)(service >> 4), duration, octetsUp, octetsDown, count);
    }
}
