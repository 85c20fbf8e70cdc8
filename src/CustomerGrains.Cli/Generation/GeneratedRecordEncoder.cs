using CustomerGrains.Client;

namespace CustomerGrains.Cli.Generation;

/// <summary>Puts generated records into batches.</summary>
internal sealed class GeneratedRecordEncoder(int utcOffsetMinutes)
{
    /// <summary>Room for a record's texts.</summary>
    public const int TextLength = 64;

    /// <summary>Adds a record to a batch.</summary>
    public void AddTo(UsageBatchBuffer batch, in GeneratedRecord record)
    {
        Span<byte> text = stackalloc byte[TextLength];
        batch.Add(Fields(record, text));
    }

    /// <summary>The record as it is sent.</summary>
    /// <param name="record">The record.</param>
    /// <param name="text">At least <see cref="TextLength"/> bytes; the record's texts stand in them.</param>
    public UsageRecordFields Fields(in GeneratedRecord record, Span<byte> text)
    {
        var id = text[..17];
        Digits(id[..8], (uint)record.Day);
        id[8] = (byte)'-';
        Digits(id[9..], (uint)record.Number);
        var msisdn = text.Slice(17, 13);
        Digits(msisdn, record.Msisdn);
        var other = text.Slice(30, OtherLength(record.OtherParty));
        Digits(other, record.OtherParty);
        var cell = text.Slice(50, 9);
        "460-"u8.CopyTo(cell);
        Digits(cell[4..], record.Cell);
        return new UsageRecordFields
        {
            Id = id,
            RecordType = record.RecordType,
            Msisdn = msisdn,
            OtherParty = other,
            StartTime = record.StartTime,
            UtcOffsetMinutes = utcOffsetMinutes,
            DurationSeconds = record.Duration,
            OctetsUp = record.OctetsUp,
            OctetsDown = record.OctetsDown,
            CellId = cell,
            CallKind = record.CallKind,
            OnNet = record.OtherParty == 0 ? null : record.OnNet,
            CloseCause = 0,
        };
    }

    /// <summary>Subscribers' numbers have 13 digits, service numbers like 10086 have 5, and data has no other side.</summary>
    private static int OtherLength(ulong other) => other == 0 ? 0 : other < 100_000 ? 5 : 13;

    private static void Digits(Span<byte> destination, ulong value)
    {
        for (var at = destination.Length - 1; at >= 0; at--)
        {
            var rest = value / 10;
            destination[at] = (byte)('0' + (value - (rest * 10)));
            value = rest;
        }
    }
}
