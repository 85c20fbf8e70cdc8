using System.Text;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Usage;
using RejectReason = CustomerGrains.Domain.Facts.RejectReason;

namespace CustomerGrains.Server.Tests.Feed;

/// <summary>What the parser must make of a record: built from the generated message, in the plainest way.</summary>
internal static class Canonical
{
    internal static (RejectReason Reason, byte[] Bytes) Of(V1.UsageRecord m)
    {
        var reason = Check(m, out var served, out var service, out var direction);
        return (reason, reason == RejectReason.None ? Bytes(m, served, service, direction) : []);
    }

    private static RejectReason Check(V1.UsageRecord m, out PackedNumber served, out ServiceKind service, out UsageDirection direction)
    {
        (served, service, direction) = (default, default, default);
        if (Length(m.Id) > 64 || Length(m.ReversalOf) > 64) return RejectReason.InvalidId;
        if (Length(m.OtherParty) > 64 || Length(m.SessionId) > 64 || Length(m.CellId) > 32 || Length(m.VisitedPlmn) > 8) return RejectReason.TooLong;
        var parsed = m.Msisdn.Length > 0 ? PackedNumber.TryParse(NumberKind.Msisdn, m.Msisdn, out served) : PackedNumber.TryParse(NumberKind.Imsi, m.Imsi, out served);
        if (!parsed) return RejectReason.InvalidNumber;
        var understood = RecordTypes.TryClassify(m.RecordType, out service, out direction);
        if (!m.HasRecordType || m.RecordType > 255 || (int)m.Service is < 0 or > 5 || (!understood && m.Service == 0)) return RejectReason.InvalidRecordType;
        if (m.Service != 0) service = (ServiceKind)(int)m.Service;
        if (m.StartTime is null || m.StartTime.Seconds is < 0 or > 253_402_300_799) return RejectReason.InvalidStartTime;
        if (m.DurationSeconds > 31 * 86_400 || m.OctetsUp > 1UL << 50 || m.OctetsDown > 1UL << 50 || m.Count > 1_000_000
            || m.CloseCause > 255 || (int)m.CallKind is < 0 or > 3 || m.UtcOffsetMinutes is < -1_080 or > 1_080) return RejectReason.InvalidQuantity;
        if (m.HasChargeMicros && !(m.CurrencyCode.Length == 3 && m.CurrencyCode.All(char.IsAsciiLetterUpper))) return RejectReason.InvalidQuantity;
        return RejectReason.None;
    }

    private static byte[] Bytes(V1.UsageRecord m, PackedNumber served, ServiceKind service, UsageDirection direction)
    {
        var present = UsageFields.None;
        if (m.DurationSeconds > 0) present |= UsageFields.Duration;
        if (m.OctetsUp > 0) present |= UsageFields.OctetsUp;
        if (m.OctetsDown > 0) present |= UsageFields.OctetsDown;
        if (m.Count > 1) present |= UsageFields.Count;
        if (m.OtherParty.Length > 0) present |= UsageFields.OtherParty;
        if (m.CellId.Length > 0) present |= UsageFields.CellId;
        if (m.VisitedPlmn.Length > 0) present |= UsageFields.VisitedPlmn;
        if (m.CallKind != 0) present |= UsageFields.CallKind;
        if (m.HasOnNet) present |= UsageFields.OnNet;
        if (m.HasCloseCause) present |= UsageFields.CloseCause;
        if (m.SessionId.Length > 0) present |= UsageFields.SessionId;
        if (m.HasChargeMicros) present |= UsageFields.Charge;
        if (m.HasUtcOffsetMinutes) present |= UsageFields.UtcOffset;
        if (m.HasSourceSequence) present |= UsageFields.SourceSequence;
        if (m.ReversalOf.Length > 0) present |= UsageFields.ReversalOf;
        var writer = new ByteWriter();
        new UsageRecord
        {
            Id = Utf8(m.Id),
            Served = served,
            StartTime = m.StartTime.Seconds,
            RecordType = (byte)m.RecordType,
            Service = service,
            Direction = direction,
            Present = present,
            Duration = m.DurationSeconds,
            OctetsUp = m.OctetsUp,
            OctetsDown = m.OctetsDown,
            Count = m.Count,
            OtherParty = Utf8(m.OtherParty),
            CellId = Utf8(m.CellId),
            VisitedPlmn = Utf8(m.VisitedPlmn),
            CallKind = (byte)m.CallKind,
            OnNet = m.OnNet,
            CloseCause = m.CloseCause,
            SessionId = Utf8(m.SessionId),
            ChargeMicros = m.ChargeMicros,
            Currency = Utf8(m.CurrencyCode),
            UtcOffsetMinutes = m.UtcOffsetMinutes,
            SourceSequence = m.SourceSequence,
            ReversalOf = Utf8(m.ReversalOf),
        }.WriteTo(writer);
        return writer.ToArray();
    }

    private static int Length(string text) => Encoding.UTF8.GetByteCount(text);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
