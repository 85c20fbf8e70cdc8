using System.IO.Hashing;
using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Usage;

/// <summary>The parts of a canonical record that stand behind its quantities (format: <see cref="UsageRecord.WriteTo"/>), in place.</summary>
public readonly ref struct UsageDetails
{
    private readonly byte _callKind;
    private readonly bool _onNet;

    internal UsageDetails(scoped ref ByteReader reader, UsageFields present)
    {
        Present = present;
        if ((present & UsageFields.OtherParty) != 0) OtherParty = reader.Bytes();
        if ((present & UsageFields.CellId) != 0) CellId = reader.Bytes();
        if ((present & UsageFields.VisitedPlmn) != 0) VisitedPlmn = reader.Bytes();
        if ((present & UsageFields.CallKind) != 0) _callKind = reader.Byte();
        if ((present & UsageFields.OnNet) != 0) _onNet = reader.Byte() != 0;
        if ((present & UsageFields.CloseCause) != 0) CloseCause = (uint)reader.Varint();
        if ((present & UsageFields.SessionId) != 0) SessionId = reader.Bytes();
        if ((present & UsageFields.Charge) != 0)
        {
            ChargeMicros = reader.SignedVarint();
            Currency = reader.Bytes();
        }
        if ((present & UsageFields.UtcOffset) != 0) UtcOffsetMinutes = (int)reader.SignedVarint();
        if ((present & UsageFields.SourceSequence) != 0) SourceSequence = reader.Varint();
        if ((present & UsageFields.ReversalOf) != 0) ReversalOf = reader.Bytes();
    }

    public UsageFields Present { get; }

    public ReadOnlySpan<byte> OtherParty { get; }

    public ReadOnlySpan<byte> CellId { get; }

    public ReadOnlySpan<byte> VisitedPlmn { get; }

    /// <summary>3GPP causeForRecClosing; 0 when not given.</summary>
    public uint CloseCause { get; }

    public ReadOnlySpan<byte> SessionId { get; }

    public long ChargeMicros { get; }

    /// <summary>Three letters; empty without a charge.</summary>
    public ReadOnlySpan<byte> Currency { get; }

    public int UtcOffsetMinutes { get; }

    public ulong SourceSequence { get; }

    /// <summary>The id of the record that this one takes back; empty for usage.</summary>
    public ReadOnlySpan<byte> ReversalOf { get; }

    public bool HasCharge => (Present & UsageFields.Charge) != 0;

    /// <summary>Whether more records of the session follow: 3GPP causeForRecClosing 1, 16, 17, 18.</summary>
    public bool IsPartial => CloseCause is 1 or 16 or 17 or 18;

    /// <summary>Ended abnormally: causeForRecClosing 4.</summary>
    public bool IsDropped => CloseCause == 4;

    /// <summary>0 unspecified, 1 local, 2 long-distance, 3 international.</summary>
    public byte CallKind => _callKind;

    /// <summary>Null when the record does not say.</summary>
    public bool? OnNet => (Present & UsageFields.OnNet) != 0 ? _onNet : null;

    public ulong ContactHash => XxHash3.HashToUInt64(OtherParty);

    /// <summary>What the record itself says; peak hours are the operator's.</summary>
    public UsageAttributes Attributes(byte recordType)
    {
        var attributes = _callKind switch
        {
            1 => UsageAttributes.Local,
            2 => UsageAttributes.LongDistance,
            3 => UsageAttributes.International,
            _ => UsageAttributes.None,
        };
        if ((Present & UsageFields.OnNet) != 0) attributes |= _onNet ? UsageAttributes.OnNet : UsageAttributes.OffNet;
        if ((Present & UsageFields.VisitedPlmn) != 0 || recordType == RecordTypes.Roaming) attributes |= UsageAttributes.Roaming;
        return attributes;
    }
}
