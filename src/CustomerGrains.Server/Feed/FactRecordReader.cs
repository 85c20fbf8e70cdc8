using System.Text;
using System.Text.Unicode;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Usage;
using CustomerGrains.Server.Facts;
using CustomerGrains.V1;
using Google.Protobuf;
using RejectReason = CustomerGrains.Domain.Facts.RejectReason;
using UsageRecord = CustomerGrains.Domain.Usage.UsageRecord;

namespace CustomerGrains.Server.Feed;

/// <summary>Reads the business fact that a UsageRecord has instead of usage. There are few of them: by protobuf's own parser.</summary>
internal static class FactRecordReader
{
    internal static RejectReason Read(ReadOnlySpan<byte> message, ref UsageRecord record, ReadOnlySpan<byte> msisdn, ReadOnlySpan<byte> imsi, bool hasStart, long start, out BusinessFact? fact)
    {
        fact = null;
        Fact parsed;
        try
        {
            parsed = Fact.Parser.ParseFrom(message);
        }
        catch (InvalidProtocolBufferException)
        {
            return RejectReason.Malformed;
        }
        if (record.Id.Length > FactCheck.MaxIdBytes) return RejectReason.InvalidId;
        if (!Utf8.IsValid(record.Id)) return RejectReason.InvalidText;
        var kind = msisdn.Length > 0 ? NumberKind.Msisdn : NumberKind.Imsi;
        if (!PackedNumber.TryParse(kind, kind == NumberKind.Msisdn ? msisdn : imsi, out record.Served)) return RejectReason.InvalidNumber;
        if (!hasStart || start is < 0 or > UsageRecord.MaxStartTime) return RejectReason.InvalidStartTime;
        record.StartTime = start;
        var id = Encoding.UTF8.GetString(record.Id);
        // The record says when and under which id; a fact that says something else has been put together wrongly.
        if ((parsed.EventTime is { } time && time.Seconds != start) || (parsed.Id.Length > 0 && parsed.Id != id)) return RejectReason.InvalidFact;
        var read = FactMessages.ToFact(parsed, start, id);
        if (read is null || read.Check().Field is not null) return RejectReason.InvalidFact;
        fact = read;
        return RejectReason.None;
    }
}
