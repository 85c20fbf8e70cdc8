using System.Text;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Usage;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Feed;

/// <summary>A canonical usage record as the API shows it: what a caller who sent it would send again.</summary>
internal static class UsageRecordMessages
{
    /// <exception cref="Domain.Encoding.CorruptDataException">Damaged.</exception>
    internal static V1.UsageRecord ToMessage(ReadOnlySpan<byte> canonical)
    {
        if (FactRecordView.IsFact(canonical)) return ToMessage(FactRecordView.Read(canonical));
        var record = UsageRecordView.Read(canonical);
        var details = record.ReadDetails();
        var message = new V1.UsageRecord
        {
            Id = Encoding.UTF8.GetString(record.Id),
            RecordType = record.RecordType,
            Service = (V1.Service)record.Service,
            Msisdn = record.Served.Kind == NumberKind.Msisdn ? record.Served.Digits : "",
            Imsi = record.Served.Kind == NumberKind.Imsi ? record.Served.Digits : "",
            OtherParty = Encoding.UTF8.GetString(details.OtherParty),
            StartTime = new Timestamp { Seconds = record.StartTime },
            DurationSeconds = record.Duration,
            OctetsUp = record.OctetsUp,
            OctetsDown = record.OctetsDown,
            Count = record.Count,
            CellId = Encoding.UTF8.GetString(details.CellId),
            VisitedPlmn = Encoding.UTF8.GetString(details.VisitedPlmn),
            CallKind = (CallKind)details.CallKind,
            SessionId = Encoding.UTF8.GetString(details.SessionId),
            CurrencyCode = Encoding.UTF8.GetString(details.Currency),
            ReversalOf = Encoding.UTF8.GetString(details.ReversalOf),
        };
        if (details.OnNet is { } onNet) message.OnNet = onNet;
        if ((details.Present & UsageFields.CloseCause) != 0) message.CloseCause = details.CloseCause;
        if (details.HasCharge) message.ChargeMicros = details.ChargeMicros;
        if ((details.Present & UsageFields.UtcOffset) != 0) message.UtcOffsetMinutes = details.UtcOffsetMinutes;
        if ((details.Present & UsageFields.SourceSequence) != 0) message.SourceSequence = details.SourceSequence;
        return message;
    }

    private static V1.UsageRecord ToMessage(in FactRecordView record)
    {
        var fact = BusinessFact.Read(record.Kind, record.Fact);
        return new V1.UsageRecord
        {
            Id = fact.Id,
            Msisdn = record.Served.Kind == NumberKind.Msisdn ? record.Served.Digits : "",
            Imsi = record.Served.Kind == NumberKind.Imsi ? record.Served.Digits : "",
            StartTime = new Timestamp { Seconds = record.Time },
            Fact = Facts.FactMessages.ToMessage(fact),
        };
    }
}
