using CustomerGrains.V1;

namespace CustomerGrains.Client;

/// <summary>
/// One usage record as its fields, texts as UTF-8 spans: what <see cref="UsageBatchBuffer.Add(in UsageRecordFields)"/> encodes
/// without making a message object. The fields are those of <c>customergrains.v1.UsageRecord</c>; an empty text, a zero and
/// <see langword="null"/> mean "not given", as in the protocol.
/// </summary>
public ref struct UsageRecordFields
{
    /// <summary>The record's id in its source, at most 64 bytes.</summary>
    public ReadOnlySpan<byte> Id { get; set; }

    /// <summary>3GPP TS 32.298 RecordType; required by the server, also when it is 0 (moCallRecord).</summary>
    public uint? RecordType { get; set; }

    /// <summary>What was used; derived by the server from the record type when not given.</summary>
    public Service Service { get; set; }

    /// <summary>The subscriber's number, E.164 digits. One of this and <see cref="Imsi"/> is required.</summary>
    public ReadOnlySpan<byte> Msisdn { get; set; }

    /// <summary>The subscriber's IMSI.</summary>
    public ReadOnlySpan<byte> Imsi { get; set; }

    /// <summary>The other side as the network wrote it, at most 64 bytes.</summary>
    public ReadOnlySpan<byte> OtherParty { get; set; }

    /// <summary>Start of the usage in seconds since 1970-01-01T00:00:00Z; required by the server.</summary>
    public long? StartTime { get; set; }

    /// <summary>Nanoseconds within the second of <see cref="StartTime"/>, 0 to 999,999,999; the server drops them.</summary>
    public int StartTimeNanos { get; set; }

    /// <summary>Local time minus UTC in minutes.</summary>
    public int? UtcOffsetMinutes { get; set; }

    /// <summary>Seconds.</summary>
    public ulong DurationSeconds { get; set; }

    /// <summary>Octets sent by the subscriber.</summary>
    public ulong OctetsUp { get; set; }

    /// <summary>Octets received by the subscriber.</summary>
    public ulong OctetsDown { get; set; }

    /// <summary>Events in the record; 0 means 1.</summary>
    public ulong Count { get; set; }

    /// <summary>The cell, at most 32 bytes.</summary>
    public ReadOnlySpan<byte> CellId { get; set; }

    /// <summary>PLMN code of the visited network when roaming, at most 8 bytes.</summary>
    public ReadOnlySpan<byte> VisitedPlmn { get; set; }

    /// <summary>Local, long-distance or international.</summary>
    public CallKind CallKind { get; set; }

    /// <summary>Whether the other side is on the same network.</summary>
    public bool? OnNet { get; set; }

    /// <summary>3GPP causeForRecClosing.</summary>
    public uint? CloseCause { get; set; }

    /// <summary>The session that partial records belong to.</summary>
    public ReadOnlySpan<byte> SessionId { get; set; }

    /// <summary>Charge in millionths of the currency's unit.</summary>
    public long? ChargeMicros { get; set; }

    /// <summary>ISO 4217, three letters.</summary>
    public ReadOnlySpan<byte> CurrencyCode { get; set; }

    /// <summary>The source's own consecutive number of the record.</summary>
    public ulong? SourceSequence { get; set; }

    /// <summary>The id of a record that this one takes back, with the same times and quantities; at most 64 bytes.</summary>
    public ReadOnlySpan<byte> ReversalOf { get; set; }

    /// <summary>Bytes of all texts together.</summary>
    internal readonly int TextLength => Id.Length + Msisdn.Length + Imsi.Length + OtherParty.Length + CellId.Length
        + VisitedPlmn.Length + SessionId.Length + CurrencyCode.Length + ReversalOf.Length;
}
