using System.Text.Unicode;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Server.Feed;

/// <summary>Reads one UsageRecord message (protos/customergrains/v1/usage_feed.proto) into a <see cref="UsageRecord"/> whose texts
/// stay where they are. What is wrong with a record is its reason, not an exception: the other records of the batch go on.</summary>
internal static class UsageRecordReader
{
    private const int MaxOffsetMinutes = 18 * 60;

    /// <param name="record">Empty before.</param>
    /// <param name="fact">The business fact that the record is, if it is one; of the record, number and start time are filled in then.</param>
    internal static RejectReason Read(ReadOnlySpan<byte> message, ref UsageRecord record, out BusinessFact? fact)
    {
        fact = null;
        var fields = default(Fields);
        if (!TryReadFields(message, ref record, ref fields)) return RejectReason.Malformed;
        return fields.HasFact ? FactRecordReader.Read(fields.Fact, ref record, fields.Msisdn, fields.Imsi, fields.HasStart, fields.Start, out fact) : Check(ref record, fields);
    }

    /// <summary>What is checked once all fields are known, because the last of several counts.</summary>
    private ref struct Fields
    {
        public bool HasType;
        public ulong Type;
        public ulong Service;
        public ReadOnlySpan<byte> Msisdn;
        public ReadOnlySpan<byte> Imsi;
        public bool HasStart;
        public long Start;
        public ulong CallKind;
        public ulong CloseCause;
        public long Offset;
        public bool HasFact;
        public ReadOnlySpan<byte> Fact;
    }

    private static bool TryReadFields(ReadOnlySpan<byte> message, ref UsageRecord record, ref Fields fields)
    {
        var reader = new WireReader(message);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out var field, out var type)) return false;
            ReadOnlySpan<byte> bytes = default;
            ulong value = 0;
            if (type == WireReader.Length)
            {
                if (!reader.TryReadBytes(out bytes)) return false;
            }
            else if (type == WireReader.Varint)
            {
                if (!reader.TryReadVarint(out value)) return false;
            }
            else
            {
                if (!reader.TrySkip(field, type)) return false;
                continue;
            }
            switch (field << 3 | type)
            {
                case 1 << 3 | WireReader.Length: record.Id = bytes; break;
                case 2 << 3 | WireReader.Varint: (fields.HasType, fields.Type) = (true, (uint)value); break;
                case 3 << 3 | WireReader.Varint: fields.Service = (uint)value; break;
                case 4 << 3 | WireReader.Length: fields.Msisdn = bytes; break;
                case 5 << 3 | WireReader.Length: fields.Imsi = bytes; break;
                case 6 << 3 | WireReader.Length: record.OtherParty = bytes; break;
                case 7 << 3 | WireReader.Length:
                    if (!TryReadTimestamp(bytes, ref fields.Start)) return false;
                    fields.HasStart = true;
                    break;
                case 8 << 3 | WireReader.Varint: (record.Present, fields.Offset) = (record.Present | UsageFields.UtcOffset, ZigZag((uint)value)); break;
                case 9 << 3 | WireReader.Varint: record.Duration = value; break;
                case 10 << 3 | WireReader.Varint: record.OctetsUp = value; break;
                case 11 << 3 | WireReader.Varint: record.OctetsDown = value; break;
                case 12 << 3 | WireReader.Varint: record.Count = value; break;
                case 13 << 3 | WireReader.Length: record.CellId = bytes; break;
                case 14 << 3 | WireReader.Length: record.VisitedPlmn = bytes; break;
                case 15 << 3 | WireReader.Varint: fields.CallKind = (uint)value; break;
                case 16 << 3 | WireReader.Varint: (record.Present, record.OnNet) = (record.Present | UsageFields.OnNet, value != 0); break;
                case 17 << 3 | WireReader.Varint: (record.Present, fields.CloseCause) = (record.Present | UsageFields.CloseCause, (uint)value); break;
                case 18 << 3 | WireReader.Length: record.SessionId = bytes; break;
                case 19 << 3 | WireReader.Varint: (record.Present, record.ChargeMicros) = (record.Present | UsageFields.Charge, (long)value); break;
                case 20 << 3 | WireReader.Length: record.Currency = bytes; break;
                case 21 << 3 | WireReader.Varint: (record.Present, record.SourceSequence) = (record.Present | UsageFields.SourceSequence, value); break;
                case 22 << 3 | WireReader.Length: record.ReversalOf = bytes; break;
                case 23 << 3 | WireReader.Length:
                    fields.HasFact = true;
                    fields.Fact = bytes;
                    break;
                default: break; // a field of a newer version
            }
        }
        return true;
    }

    private static bool TryReadTimestamp(ReadOnlySpan<byte> message, ref long seconds)
    {
        var reader = new WireReader(message);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out var field, out var type)) return false;
            if (field == 1 && type == WireReader.Varint)
            {
                if (!reader.TryReadVarint(out var value)) return false;
                seconds = (long)value;
            }
            else if (!reader.TrySkip(field, type))
            {
                return false;
            }
        }
        return true;
    }

    private static RejectReason Check(ref UsageRecord record, in Fields fields)
    {
        if (record.Id.Length > UsageRecord.MaxTextBytes || record.ReversalOf.Length > UsageRecord.MaxTextBytes) return RejectReason.InvalidId;
        if (record.OtherParty.Length > UsageRecord.MaxTextBytes || record.SessionId.Length > UsageRecord.MaxTextBytes
            || record.CellId.Length > UsageRecord.MaxCellIdBytes || record.VisitedPlmn.Length > UsageRecord.MaxPlmnBytes) return RejectReason.TooLong;
        if (!Utf8.IsValid(record.Id) || !Utf8.IsValid(record.ReversalOf) || !Utf8.IsValid(record.OtherParty) || !Utf8.IsValid(record.SessionId)
            || !Utf8.IsValid(record.CellId) || !Utf8.IsValid(record.VisitedPlmn)) return RejectReason.InvalidText;

        var kind = fields.Msisdn.Length > 0 ? NumberKind.Msisdn : NumberKind.Imsi;
        if (!PackedNumber.TryParse(kind, kind == NumberKind.Msisdn ? fields.Msisdn : fields.Imsi, out record.Served)) return RejectReason.InvalidNumber;

        var understood = RecordTypes.TryClassify((uint)fields.Type, out record.Service, out record.Direction);
        if (!fields.HasType || fields.Type > byte.MaxValue || fields.Service > (ulong)ServiceKind.ValueAdded || (!understood && fields.Service == 0)) return RejectReason.InvalidRecordType;
        record.RecordType = (byte)fields.Type;
        if (fields.Service != 0) record.Service = (ServiceKind)fields.Service;

        if (!fields.HasStart || fields.Start is < 0 or > UsageRecord.MaxStartTime) return RejectReason.InvalidStartTime;
        record.StartTime = fields.Start;

        if (record.Duration > UsageRecord.MaxDuration || record.OctetsUp > UsageRecord.MaxOctets || record.OctetsDown > UsageRecord.MaxOctets
            || record.Count > UsageRecord.MaxCount || fields.CloseCause > byte.MaxValue || fields.CallKind > 3 || Math.Abs(fields.Offset) > MaxOffsetMinutes) return RejectReason.InvalidQuantity;
        if ((record.Present & UsageFields.Charge) != 0 && !IsCurrency(record.Currency)) return RejectReason.InvalidQuantity;

        record.CloseCause = (uint)fields.CloseCause;
        record.CallKind = (byte)fields.CallKind;
        record.UtcOffsetMinutes = (int)fields.Offset;
        if (record.Count == 1) record.Count = 0; // says the same
        record.Present |= Where(record.Duration > 0, UsageFields.Duration) | Where(record.OctetsUp > 0, UsageFields.OctetsUp)
            | Where(record.OctetsDown > 0, UsageFields.OctetsDown) | Where(record.Count > 0, UsageFields.Count)
            | Where(record.OtherParty.Length > 0, UsageFields.OtherParty) | Where(record.CellId.Length > 0, UsageFields.CellId)
            | Where(record.VisitedPlmn.Length > 0, UsageFields.VisitedPlmn) | Where(record.CallKind > 0, UsageFields.CallKind)
            | Where(record.SessionId.Length > 0, UsageFields.SessionId) | Where(record.ReversalOf.Length > 0, UsageFields.ReversalOf);
        return RejectReason.None;
    }

    private static UsageFields Where(bool present, UsageFields field) => present ? field : UsageFields.None;

    private static bool IsCurrency(ReadOnlySpan<byte> text) =>
        text.Length == 3 && char.IsAsciiLetterUpper((char)text[0]) && char.IsAsciiLetterUpper((char)text[1]) && char.IsAsciiLetterUpper((char)text[2]);

    private static long ZigZag(uint value) => (int)(value >> 1) ^ -(int)(value & 1);
}
