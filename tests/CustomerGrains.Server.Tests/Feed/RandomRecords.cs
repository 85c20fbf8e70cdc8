using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Tests.Feed;

/// <summary>Records as feeds send them, and as nobody should.</summary>
internal static class RandomRecords
{
    private static readonly uint[] Types = [0, 1, 2, 6, 7, 8, 9, 18, 19, 21, 22, 30, 32, 84, 85, 200, 3, 99, 255, 256, uint.MaxValue];
    private static readonly string[] Numbers = ["8613900000001", "+8613900000001", "12345", "1234", "", "86139000000012345678901234567890", "abc12345", "４６０００１", "123456789012345", "1234567890123456"];
    private static readonly ulong[] Quantities = [1, 60, 31 * 86_400, (31 * 86_400) + 1, 1UL << 50, (1UL << 50) + 1, 1_000_000, 1_000_001, int.MaxValue, uint.MaxValue, long.MaxValue, ulong.MaxValue];
    private static readonly long[] Starts = [0, 1, 1_719_792_000, 253_402_300_799, 253_402_300_800, -1, long.MinValue, long.MaxValue];
    private static readonly string[] Currencies = ["CNY", "cny", "", "CN", "CNYX", "C1Y", "ÄÖÜ"];

    internal static UsageRecord Good(Random random, int i) => Fill(random, i, hostile: 0);

    internal static UsageRecord Hostile(Random random, int i) => Fill(random, i, hostile: 12);

    private static UsageRecord Fill(Random random, int i, int hostile)
    {
        var record = new UsageRecord { Msisdn = "86139" + random.Next(10_000_000, 99_999_999), RecordType = Types[random.Next(14)], StartTime = new Timestamp { Seconds = random.NextInt64(1, 2_000_000_000), Nanos = random.Next(2) } };
        if (Some()) record.Id = "id-" + i;
        if (Some()) (record.Msisdn, record.Imsi) = ("", "46000" + random.Next(10_000_000, 99_999_999));
        if (Some()) record.DurationSeconds = (ulong)random.Next(3_600);
        if (Some()) record.OctetsUp = (ulong)random.NextInt64(1L << 50);
        if (Some()) record.OctetsDown = (ulong)random.NextInt64(1L << 50);
        if (Some()) record.Count = (ulong)random.Next(3);
        if (Some()) record.OtherParty = "其它" + random.Next();
        if (Some()) record.CellId = "460-00-" + random.Next();
        if (Some()) record.VisitedPlmn = "20801";
        if (Some()) record.CallKind = (CallKind)random.Next(4);
        if (Some()) record.OnNet = random.Next(2) == 0;
        if (Some()) record.CloseCause = (uint)random.Next(256);
        if (Some()) record.SessionId = "s" + random.Next();
        if (Some()) (record.ChargeMicros, record.CurrencyCode) = (random.NextInt64() - (long.MaxValue / 2), "CNY");
        if (Some()) record.UtcOffsetMinutes = random.Next(-1_080, 1_081);
        if (Some()) record.SourceSequence = (ulong)random.NextInt64();
        if (Some()) record.ReversalOf = "id-" + random.Next();
        if (Some()) record.Service = (Service)random.Next(6);
        if (hostile == 0) return record;

        if (Bad()) record.RecordType = Types[random.Next(Types.Length)];
        if (Bad()) record.ClearRecordType();
        if (Bad()) record.Msisdn = Numbers[random.Next(Numbers.Length)];
        if (Bad()) (record.Msisdn, record.Imsi) = ("", Numbers[random.Next(Numbers.Length)]);
        if (Bad()) record.StartTime = null;
        if (Bad()) record.StartTime = new Timestamp { Seconds = Starts[random.Next(Starts.Length)], Nanos = random.Next() };
        if (Bad()) record.DurationSeconds = Quantity();
        if (Bad()) record.OctetsUp = Quantity();
        if (Bad()) record.OctetsDown = Quantity();
        if (Bad()) record.Count = Quantity();
        if (Bad()) record.CloseCause = (uint)Quantity();
        if (Bad()) record.ChargeMicros = (long)Quantity();
        if (Bad()) record.CurrencyCode = Currencies[random.Next(Currencies.Length)];
        if (Bad()) record.UtcOffsetMinutes = (int)Quantity();
        if (Bad()) record.SourceSequence = Quantity();
        if (Bad()) record.Service = (Service)(int)Quantity();
        if (Bad()) record.CallKind = (CallKind)(int)Quantity();
        if (Bad()) record.Id = Long(64);
        if (Bad()) record.ReversalOf = Long(64);
        if (Bad()) record.OtherParty = Long(64);
        if (Bad()) record.SessionId = Long(64);
        if (Bad()) record.CellId = Long(32);
        if (Bad()) record.VisitedPlmn = Long(8);
        return record;

        bool Some() => random.Next(3) == 0;
        bool Bad() => random.Next(hostile) == 0;
        ulong Quantity() => Quantities[random.Next(Quantities.Length)];
        string Long(int most) => new(random.Next(2) == 0 ? 'x' : '长', random.Next((most / 3) - 1, most + 2));
    }
}
