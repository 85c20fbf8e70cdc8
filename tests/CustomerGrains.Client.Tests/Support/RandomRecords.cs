using System.Text;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Client.Tests;

/// <summary>Records with every field there or not, small, large and negative.</summary>
internal static class RandomRecords
{
    public static UsageRecord Next(Random random)
    {
        var record = new UsageRecord
        {
            Id = Text(random),
            Service = (Service)random.Next(-1, 7),
            Msisdn = Text(random),
            Imsi = Text(random),
            OtherParty = Text(random),
            DurationSeconds = Number(random),
            OctetsUp = Number(random),
            OctetsDown = Number(random),
            Count = Number(random),
            CellId = Text(random),
            VisitedPlmn = Text(random),
            CallKind = (CallKind)random.Next(0, 5),
            SessionId = Text(random),
            CurrencyCode = Text(random),
            ReversalOf = Text(random),
        };
        if (Coin(random)) record.RecordType = (uint)Number(random);
        if (Coin(random)) record.StartTime = new Timestamp { Seconds = (long)Number(random), Nanos = Coin(random) ? 0 : random.Next(-1_000_000_000, 1_000_000_000) };
        if (Coin(random)) record.UtcOffsetMinutes = (int)Number(random);
        if (Coin(random)) record.OnNet = Coin(random);
        if (Coin(random)) record.CloseCause = (uint)Number(random);
        if (Coin(random)) record.ChargeMicros = (long)Number(random);
        if (Coin(random)) record.SourceSequence = Number(random);
        return record;
    }

    public static UsageRecordFields Fields(UsageRecord record) => new()
    {
        Id = Encoding.UTF8.GetBytes(record.Id),
        RecordType = record.HasRecordType ? record.RecordType : null,
        Service = record.Service,
        Msisdn = Encoding.UTF8.GetBytes(record.Msisdn),
        Imsi = Encoding.UTF8.GetBytes(record.Imsi),
        OtherParty = Encoding.UTF8.GetBytes(record.OtherParty),
        StartTime = record.StartTime?.Seconds,
        StartTimeNanos = record.StartTime?.Nanos ?? 0,
        UtcOffsetMinutes = record.HasUtcOffsetMinutes ? record.UtcOffsetMinutes : null,
        DurationSeconds = record.DurationSeconds,
        OctetsUp = record.OctetsUp,
        OctetsDown = record.OctetsDown,
        Count = record.Count,
        CellId = Encoding.UTF8.GetBytes(record.CellId),
        VisitedPlmn = Encoding.UTF8.GetBytes(record.VisitedPlmn),
        CallKind = record.CallKind,
        OnNet = record.HasOnNet ? record.OnNet : null,
        CloseCause = record.HasCloseCause ? record.CloseCause : null,
        SessionId = Encoding.UTF8.GetBytes(record.SessionId),
        ChargeMicros = record.HasChargeMicros ? record.ChargeMicros : null,
        CurrencyCode = Encoding.UTF8.GetBytes(record.CurrencyCode),
        SourceSequence = record.HasSourceSequence ? record.SourceSequence : null,
        ReversalOf = Encoding.UTF8.GetBytes(record.ReversalOf),
    };

    private static bool Coin(Random random) => random.Next(2) == 0;

    /// <summary>All magnitudes alike, zero among them.</summary>
    private static ulong Number(Random random) => random.Next(5) == 0 ? 0 : (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);

    private static string Text(Random random) => random.Next(3) switch
    {
        0 => "",
        1 => new string('7', random.Next(1, 20)),
        _ => string.Concat(Enumerable.Repeat("号é", random.Next(1, 60))),
    };
}
