using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Numbers;

namespace CustomerGrains.Domain.Usage;

/// <summary>One usage record as it came from the wire: numbers as numbers, texts as UTF-8 in place. Lives on the stack.</summary>
public ref struct UsageRecord
{
    /// <summary>Longest id, other party and session id, in bytes.</summary>
    public const int MaxTextBytes = 64;
    public const int MaxCellIdBytes = 32;
    public const int MaxPlmnBytes = 8;

    /// <summary>The end of the year 9999.</summary>
    public const long MaxStartTime = 253_402_300_799;

    /// <summary>Longest duration in seconds: a record of more than a month is a unit mistaken.</summary>
    public const ulong MaxDuration = 31 * 86_400;

    /// <summary>Most octets in one direction of one record: 1 PiB.</summary>
    public const ulong MaxOctets = 1UL << 50;

    /// <summary>Most events in one record.</summary>
    public const ulong MaxCount = 1_000_000;

    public ReadOnlySpan<byte> Id;
    public PackedNumber Served;

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public long StartTime;
    public byte RecordType;
    public ServiceKind Service;
    public UsageDirection Direction;
    public UsageFields Present;
    public ulong Duration;
    public ulong OctetsUp;
    public ulong OctetsDown;
    public ulong Count;
    public ReadOnlySpan<byte> OtherParty;
    public ReadOnlySpan<byte> CellId;
    public ReadOnlySpan<byte> VisitedPlmn;
    public byte CallKind;
    public bool OnNet;
    public uint CloseCause;
    public ReadOnlySpan<byte> SessionId;
    public long ChargeMicros;

    /// <summary>Three letters; empty without a charge.</summary>
    public ReadOnlySpan<byte> Currency;
    public int UtcOffsetMinutes;
    public ulong SourceSequence;

    /// <summary>The id of the record that this one takes back, with the same times and quantities; empty for usage.</summary>
    public ReadOnlySpan<byte> ReversalOf;

    /// <summary>Appends the canonical bytes, format v1, pinned by tests:
    /// <code>
    /// byte    format version (1)
    /// bytes   id
    /// uint64  served number, packed
    /// varint  start time, seconds since 1970-01-01 UTC
    /// byte    record type
    /// byte    service | direction &lt;&lt; 4
    /// varint  present optional parts (UsageFields), then each in the order of its bit:
    ///         varints; bytes for texts; a byte for call kind and on-net; signed varint and bytes for charge and currency;
    ///         signed varint for the offset
    /// </code></summary>
    public readonly void WriteTo(ByteWriter writer)
    {
        writer.Byte(UsageRecordView.FormatVersion);
        writer.Bytes(Id);
        writer.UInt64(Served.Value);
        writer.Varint((ulong)StartTime);
        writer.Byte(RecordType);
        writer.Byte((byte)((int)Service | (int)Direction << 4));
        writer.Varint((uint)Present);
        if ((Present & UsageFields.Duration) != 0) writer.Varint(Duration);
        if ((Present & UsageFields.OctetsUp) != 0) writer.Varint(OctetsUp);
        if ((Present & UsageFields.OctetsDown) != 0) writer.Varint(OctetsDown);
        if ((Present & UsageFields.Count) != 0) writer.Varint(Count);
        if ((Present & UsageFields.OtherParty) != 0) writer.Bytes(OtherParty);
        if ((Present & UsageFields.CellId) != 0) writer.Bytes(CellId);
        if ((Present & UsageFields.VisitedPlmn) != 0) writer.Bytes(VisitedPlmn);
        if ((Present & UsageFields.CallKind) != 0) writer.Byte(CallKind);
        if ((Present & UsageFields.OnNet) != 0) writer.Byte(OnNet ? (byte)1 : (byte)0);
        if ((Present & UsageFields.CloseCause) != 0) writer.Varint(CloseCause);
        if ((Present & UsageFields.SessionId) != 0) writer.Bytes(SessionId);
        if ((Present & UsageFields.Charge) != 0)
        {
            writer.SignedVarint(ChargeMicros);
            writer.Bytes(Currency);
        }
        if ((Present & UsageFields.UtcOffset) != 0) writer.SignedVarint(UtcOffsetMinutes);
        if ((Present & UsageFields.SourceSequence) != 0) writer.Varint(SourceSequence);
        if ((Present & UsageFields.ReversalOf) != 0) writer.Bytes(ReversalOf);
    }
}
