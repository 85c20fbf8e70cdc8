using System.Globalization;
using System.Text;
using CustomerGrains.V1;
using static CustomerGrains.Server.Tests.Feed.Messages;

namespace CustomerGrains.Server.Tests.Hostile;

/// <summary>Makes records that are malformed, hostile or extreme, each with the verdict that its making calls for.</summary>
/// <param name="random">Decides everything.</param>
/// <param name="now">Of the server, seconds.</param>
/// <param name="oracle">For records that are damaged at random, whose verdict only it can tell.</param>
internal sealed class HostileGenerator(Random random, long now, RecordOracle oracle)
{
    /// <summary>Subscribers s0 … : the first get nothing but good records, so that their sums can be foretold.</summary>
    public const int GoodSubscribers = 10;
    public const int Subscribers = 50;
    private const long Day = 86_400;

    private static readonly byte[][] NotUtf8 =
        [[0x80], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0xff, 0xfe], [0x41, 0xc3, 0x28], [0xf0, 0x80, 0x80, 0xaf]];

    private static readonly string[] NotNumbers =
        ["", "abcdefgh", "86139abc0001", "1234", "8613900000001234", "12345678901234567890123456789012", "++8613900000001", "8613900000001 ", "8613-900-0001", "٨٦١٣٩٠٠٠٠٠٠٠١", "8613900000\00001", "-8613900000001", "0x8613900001", "+", "８６１３９０００００"];

    private static readonly byte[][] NotFields =
    [
        [0x0a], [0x0a, 0x05, 0x41], [0x00, 0x01], [0x0e, 0x01], [0x0f, 0x01], [0x0d, 1, 2, 3], [0x09, 1, 2, 3, 4, 5, 6, 7], [0xa4, 0x06], [0xa3, 0x06, 0x08, 0x01],
        [0xa3, 0x06, 0xac, 0x06], [0x10, .. Enumerable.Repeat((byte)0xff, 10), 0x01], [0x0a, .. Enumerable.Repeat((byte)0xff, 9), 0x01, 0x41], [0x3a, 0x01, 0x08], [0x3a, 0x02, 0x08, 0x80], [0xff],
    ];

    private readonly List<(string Kind, Func<HostileRecord> Make)> _makers = [];
    private long _serial;

    /// <summary>One record of some kind.</summary>
    public HostileRecord Next()
    {
        if (_makers.Count == 0) Define();
        return _makers[random.Next(_makers.Count)].Make();
    }

    /// <summary>A call that nothing is wrong with, by one of the first subscribers in the last twenty hours.</summary>
    public (HostileRecord Record, int Subscriber, uint Seconds) Good()
    {
        var subscriber = random.Next(GoodSubscribers);
        var seconds = (uint)random.Next(1, 3_600);
        return (new HostileRecord("good", Base(subscriber).Number(9, seconds).Bytes, Outcome.Applied), subscriber, seconds);
    }

    /// <summary>A good record with the id of an earlier one.</summary>
    public HostileRecord Again(byte[] good, bool changed) =>
        changed ? new HostileRecord("the id of another with other content", [.. good, .. Varint(9, 86_400)], Outcome.Conflict)
        : new HostileRecord("sent again", good, Outcome.Duplicate);

    private RecordBytes Base(int subscriber) => new RecordBytes()
        .Text(1, string.Create(CultureInfo.InvariantCulture, $"{random.NextInt64():x16}-{++_serial}"))
        .Number(2, (ulong)(random.Next(2) == 0 ? 0 : 1))
        .Text(4, TestServer.NumberOf(subscriber))
        .Text(6, "8613700000000")
        .Start(now - random.Next(1, 20 * 3_600))
        .Number(9, 61);

    private RecordBytes Any() => Base(random.Next(GoodSubscribers, Subscribers));

    private T One<T>(params T[] values) => values[random.Next(values.Length)];

    private ulong One(params ulong[] values) => values[random.Next(values.Length)];

    private void Add(string kind, RejectReason reason, Func<RecordBytes> make) =>
        _makers.Add((kind, () => new HostileRecord(kind, make().Bytes, reason == RejectReason.Unspecified ? Outcome.Applied : Outcome.Rejected, reason)));

    private void Define()
    {
        DefineApplied();
        DefineNumbersAndTypes();
        DefineTimes();
        DefineQuantities();
        DefineTexts();
        DefineBytes();
    }

    private void DefineApplied()
    {
        Add("the largest of everything", RejectReason.Unspecified, () => Any()
            .Number(9, 31 * Day).Number(10, 1UL << 50).Number(11, 1UL << 50).Number(12, 1_000_000).Number(17, 255).Number(21, ulong.MaxValue)
            .Text(13, new string('c', 32)).Text(14, "46000046").Text(6, new string('字', 21)).Number(15, 3).Number(16, ulong.MaxValue).Number(8, One(2_160UL, 2_159)));
        Add("a charge of 64 bits", RejectReason.Unspecified, () => Any().Number(19, One((ulong)long.MaxValue, 1UL << 63, ulong.MaxValue)).Text(20, One("CNY", "USD")));
        Add("at the edge of the accepted time", RejectReason.Unspecified, () => Any().Start(One(now - (92 * Day), now + Day)));
        Add("fields and groups of another version", RejectReason.Unspecified, () => Any().Raw(100, One<byte[]>([0xa0, 0x06, 1], [0xa1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8], [0xa2, 0x06, 2, 0xff, 0xff], [0xa3, 0x06, 0x08, 1, 0x12, 1, 0xff, 0xa4, 0x06], [0x08, 5])));
        Add("a field twice, the last one right", RejectReason.Unspecified, () => Any().Raw(0, [.. Field(1, One(NotUtf8)), .. Field(4, "abc"u8.ToArray()), .. Varint(9, ulong.MaxValue), .. Field(7, Varint(1, ulong.MaxValue))]));
        Add("a varint longer than needed", RejectReason.Unspecified, () => Any().Raw(9, [0x48, 0xbd, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00]));
        Add("+ in front of the number", RejectReason.Unspecified, () => Any().Text(4, "+" + TestServer.NumberOf(random.Next(GoodSubscribers, Subscribers))));
        Add("an unknown type of a known service", RejectReason.Unspecified, () => Any().Number(2, (ulong)One(3, 17, 99, 255)).Number(3, (ulong)random.Next(1, 6)));
    }

    private void DefineNumbersAndTypes()
    {
        Add("letters, 32 digits, none: no number", RejectReason.InvalidNumber, () => Any().Text(4, One(NotNumbers)));
        Add("a number that is not UTF-8", RejectReason.InvalidNumber, () => Any().Text(4, One(NotUtf8)));
        Add("neither MSISDN nor IMSI", RejectReason.InvalidNumber, () => Any().Without(4));
        Add("an IMSI of letters or 32 digits", RejectReason.InvalidNumber, () => Any().Without(4).Text(5, One("imsi", "+460001234567890", new string('9', 32))));
        Add("an empty record", RejectReason.InvalidNumber, static () => new RecordBytes());
        Add("a number that nobody holds", RejectReason.NumberNotHeld, () => Any().Text(4, One("8613999999999", "12345", "999999999999999", "00000", "000000000000000")));
        Add("an IMSI that nobody holds", RejectReason.NumberNotHeld, () => Any().Without(4).Text(5, "460001234567890"));
        Add("no record type", RejectReason.InvalidRecordType, () => Any().Without(2));
        Add("an unknown type of no service", RejectReason.InvalidRecordType, () => Any().Number(2, (ulong)One(3, 17, 99, 255)));
        Add("a type or service beyond all", RejectReason.InvalidRecordType, () => random.Next(2) == 0 ? Any().Number(2, One(256UL, 65_536, uint.MaxValue)) : Any().Number(3, One(6UL, 255, uint.MaxValue, ulong.MaxValue)));
    }

    private void DefineTimes()
    {
        Add("no start time", RejectReason.InvalidStartTime, () => Any().Without(7));
        Add("a start of 64-bit extremes", RejectReason.InvalidStartTime, () => Any().Start(One(long.MinValue, long.MaxValue, -1, 253_402_300_800)));
        Add("milliseconds for seconds", RejectReason.InvalidStartTime, () => Any().Start(now * 1_000));
        Add("a date with month 13 for seconds", RejectReason.NumberNotHeld, () => Any().Start(One(20_261_301, 20_260_015, 20_261_332)));
        Add("before the number was given out", RejectReason.NumberNotHeld, () => Any().Start(One(0, 1, now - (3 * 365 * Day))));
        Add("months back", RejectReason.TooOld, () => Any().Start(now - (92 * Day) - 1 - random.Next((int)(100 * Day))));
        Add("months or millennia ahead", RejectReason.TooNew, () => Any().Start(One(now + Day + 1, now + (31 * Day), now + (366 * Day), 253_402_300_799)));
    }

    private void DefineQuantities()
    {
        Add("a duration of 64-bit extremes", RejectReason.InvalidQuantity, () => Any().Number(9, One((31UL * 86_400) + 1, uint.MaxValue, 1UL << 63, ulong.MaxValue)));
        Add("octets of 64-bit extremes", RejectReason.InvalidQuantity, () => Any().Number(One(10, 11), One((1UL << 50) + 1, 1UL << 63, ulong.MaxValue)));
        Add("a count of 64-bit extremes", RejectReason.InvalidQuantity, () => Any().Number(12, One(1_000_001UL, 1UL << 63, ulong.MaxValue)));
        Add("an offset beyond 18 hours", RejectReason.InvalidQuantity, () => Any().Number(8, One(2_162UL, 2_161, uint.MaxValue, uint.MaxValue - 1)));
        Add("a cause or call kind beyond all", RejectReason.InvalidQuantity, () => random.Next(2) == 0 ? Any().Number(17, One(256UL, uint.MaxValue)) : Any().Number(15, One(4UL, uint.MaxValue, ulong.MaxValue)));
        Add("a charge in no currency", RejectReason.InvalidQuantity, () => Any().Number(19, 5).Text(20, One("", "cny", "CN", "CNYX", "C1Y", "元")));
    }

    private void DefineTexts()
    {
        Add("an id over 64 bytes", RejectReason.InvalidId, () => Any().Text(One(1, 22), new string('i', One(65, 100, 1_000))));
        Add("another text over its limit", RejectReason.TooLong, () => random.Next(3) switch
        {
            0 => Any().Text(One(6, 18), new string('字', 22)),
            1 => Any().Text(13, new string('c', 33)),
            _ => Any().Text(14, new string('p', One(9, 500))),
        });
        Add("a text that is not UTF-8", RejectReason.InvalidText, () => Any().Text(One(1, 6, 13, 14, 18, 22), One(NotUtf8)));
        Add("a long id that is not UTF-8", RejectReason.InvalidId, () => Any().Text(1, [.. Encoding.ASCII.GetBytes(new string('i', 64)), 0xff]));
    }

    private void DefineBytes()
    {
        Add("bytes that are no fields", RejectReason.Malformed, () => Any().Raw(100, One(NotFields)));
        Add("groups a thousand deep", RejectReason.Malformed, () => Any().Raw(100, [.. Enumerable.Repeat<byte[]>([0xa3, 0x06], 1_000).SelectMany(static b => b)]));
        _makers.Add(("cut short", () => Judged("cut short", Any().Bytes is var bytes ? bytes[..random.Next(1, bytes.Length)] : [])));
        _makers.Add(("random bytes", () => Judged("random bytes", Noise(random.Next(1, 80)))));
        _makers.Add(("some bytes damaged", () => Judged("some bytes damaged", Damage(Any().Bytes))));
        _makers.Add(("some bytes inserted", () => Judged("some bytes inserted", Any().Bytes is var bytes && random.Next(bytes.Length) is var at ? [.. bytes[..at], .. Noise(random.Next(1, 5)), .. bytes[at..]] : [])));
    }

    /// <summary>A record that only the oracle can judge.</summary>
    private HostileRecord Judged(string kind, byte[] bytes)
    {
        var reason = oracle.Judge(bytes);
        return new HostileRecord(kind, bytes, reason == RejectReason.Unspecified ? Outcome.Applied : Outcome.Rejected, reason);
    }

    private byte[] Noise(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Damage(byte[] bytes)
    {
        for (var n = random.Next(1, 5); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }
}
