using System.Buffers;
using CustomerGrains.Server.Feed;
using CustomerGrains.V1;
using Google.Protobuf;
using static CustomerGrains.Server.Tests.Feed.Messages;
using RejectReason = CustomerGrains.Domain.Facts.RejectReason;

namespace CustomerGrains.Server.Tests.Feed;

/// <summary>The parser reads what protobuf's own reads.</summary>
public class WireParserTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    [InlineData(5, true)]
    public void Every_record_is_what_the_generated_message_says(int seed, bool hostile)
    {
        var random = new Random(seed);
        var reasons = new HashSet<RejectReason>();
        for (var round = 0; round < 60; round++)
        {
            var records = Enumerable.Range(0, 50).Select(i => hostile ? RandomRecords.Hostile(random, i) : RandomRecords.Good(random, i)).ToArray();
            var frame = new PublishRequest { Batch = new UsageBatch { Sequence = (ulong)round, Records = { records } } }.ToByteArray();
            var batch = Batch(frame);
            Assert.Equal(((ulong)round, 50), (batch.Sequence, batch.Count));
            for (var i = 0; i < records.Length; i++)
            {
                var (reason, bytes) = Canonical.Of(records[i]);
                reasons.Add(reason);
                var parsed = batch.Records[i];
                Assert.Equal(reason, parsed.Reason);
                Assert.Equal(reason == RejectReason.None ? bytes : records[i].ToByteArray(), batch.BytesOf(parsed).ToArray());
                if (reason != RejectReason.None) continue;
                var view = Domain.Usage.UsageRecordView.Read(bytes);
                Assert.Equal((view.Served, view.StartTime), (parsed.Served, parsed.StartTime));
            }
            Assert.Equal(Show(Parse(frame)), Show(PublishFrameReader.Read(Segments(random, frame))));
            ParsedBatchPool.Return(batch);
        }
        Assert.Equal(hostile ? 7 : 1, reasons.Count);
    }

    [Fact]
    public void The_last_of_several_fields_counts_and_timestamps_are_merged()
    {
        var (one, two) = (Good("a"), Good("b"));
        two.Count = 5;
        two.OnNet = true;
        var seconds = Field(7, Varint(1, 77));
        var nanos = Field(7, Varint(2, 5));
        byte[] bytes = [.. one.ToByteArray(), .. two.ToByteArray(), .. seconds, .. nanos];
        Expect(bytes);
        Assert.Equal(77, Batch(Frame([bytes])).Records[0].StartTime);
    }

    [Fact]
    public void Enums_are_the_low_32_bits_as_protobuf_has_it()
    {
        Expect([.. Good().ToByteArray(), .. Varint(3, (1UL << 32) + 3), .. Varint(15, (1UL << 40) + 2), .. Varint(2, (1UL << 33) + 6)]);
        Expect([.. Good().ToByteArray(), .. Varint(3, ulong.MaxValue)]);
        Expect([.. Good().ToByteArray(), .. Varint(15, ulong.MaxValue)]);
    }

    [Theory]
    [InlineData("a0 06 01")] // field 100, a varint
    [InlineData("a1 06 0102030405060708")] // field 100, 64 bits
    [InlineData("a2 06 03 ff ff ff")] // field 100, bytes
    [InlineData("a5 06 01020304")] // field 100, 32 bits
    [InlineData("a3 06 08 01 12 01 ff a4 06")] // field 100, a group
    [InlineData("a3 06 ab 06 0d 01020304 ac 06 a4 06")] // a group in a group
    [InlineData("08 05")] // id as a varint
    [InlineData("0d 01020304")] // id as 32 bits
    [InlineData("12 01 41")] // record type as bytes
    [InlineData("38 07")] // start time as a varint
    [InlineData("3d 01020304")] // start time as 32 bits
    [InlineData("4a 02 3132")] // duration as bytes
    [InlineData("a8 01 05")] // the source's sequence, for comparison
    [InlineData("f8 ff ff ff 0f 01")] // the largest field number
    public void What_is_not_known_here_is_passed_over(string hex)
    {
        byte[] extra = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Expect([.. extra, .. Good().ToByteArray()]);
        Expect([.. Good().ToByteArray(), .. extra]);
        byte[] frame = [.. Field(2, [.. extra.Length > 0 && extra[0] > 0x20 ? extra : [], .. Varint(1, 9), .. Field(2, Good().ToByteArray())])];
        Assert.Equal((9UL, 1), (Batch(frame).Sequence, Batch(frame).Count));
    }

    [Theory]
    [InlineData("ff")] // a cut tag
    [InlineData("00 01")] // field 0
    [InlineData("0a 05 41")] // cut bytes
    [InlineData("0a ffffffffffffffffff01 41")] // a negative length
    [InlineData("10 ffffffffffffffffffff01")] // a varint of eleven bytes
    [InlineData("0d 010203")] // cut 32 bits
    [InlineData("09 01020304050607")] // cut 64 bits
    [InlineData("a4 06")] // the end of no group
    [InlineData("a3 06 08 01")] // a group without end
    [InlineData("a3 06 ac 06")] // a group with another's end
    [InlineData("0e 01")] // wire type 6
    [InlineData("3a 01 08")] // a broken timestamp
    [InlineData("3a 02 08 80")]
    [InlineData("3a 01 00")]
    public void A_record_that_is_no_message_is_malformed_and_its_neighbours_are_not(string hex)
    {
        var bad = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        byte[] with = [.. Good().ToByteArray(), .. bad];
        Assert.ThrowsAny<Exception>(() => UsageRecord.Parser.ParseFrom(with));
        var batch = Batch(Frame([Good("x").ToByteArray(), with, Good("y").ToByteArray()]));
        Assert.Equal([RejectReason.None, RejectReason.Malformed, RejectReason.None], batch.Records.ToArray().Select(r => r.Reason));
        Assert.Equal(with, batch.BytesOf(batch.Records[1]).ToArray());
        Assert.Equal(Canonical.Of(Good("x")).Bytes, batch.BytesOf(batch.Records[0]).ToArray());
        Assert.Equal(Canonical.Of(Good("y")).Bytes, batch.BytesOf(batch.Records[2]).ToArray());
    }

    [Fact]
    public void Groups_nested_without_end_do_not_exhaust_the_stack()
    {
        byte[] deep = [.. Enumerable.Repeat<byte>(0xa3, 200_000).SelectMany(b => new byte[] { b, 6 })];
        Assert.Equal(RejectReason.Malformed, Batch(Frame([deep])).Records[0].Reason);
        Assert.NotNull(Parse(deep).Error);
    }

    [Theory]
    [InlineData(1, RejectReason.InvalidText)]
    [InlineData(4, RejectReason.InvalidNumber)]
    [InlineData(5, RejectReason.InvalidNumber)]
    [InlineData(6, RejectReason.InvalidText)]
    [InlineData(13, RejectReason.InvalidText)]
    [InlineData(14, RejectReason.InvalidText)]
    [InlineData(18, RejectReason.InvalidText)]
    [InlineData(20, RejectReason.InvalidQuantity)]
    public void A_text_that_is_not_utf8_is_its_records_problem(int field, RejectReason reason)
    {
        var good = Good();
        if (field == 5) good.Msisdn = "";
        good.ChargeMicros = 1;
        good.CurrencyCode = "CNY";
        foreach (var text in new byte[][] { [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0x41, 0xe4, 0xb8] })
        {
            var batch = Batch(Frame([Good("x").ToByteArray(), [.. good.ToByteArray(), .. Field(field, text)], Good("y").ToByteArray()]));
            Assert.Equal([RejectReason.None, reason, RejectReason.None], batch.Records.ToArray().Select(r => r.Reason));
        }
    }

    [Fact]
    public void An_empty_record_is_rejected_and_an_empty_batch_is_a_batch()
    {
        Assert.Equal(RejectReason.InvalidNumber, Batch(new UsageRecord()).Records[0].Reason);
        Assert.Equal((0UL, 0), (Batch(Field(2, [])).Sequence, Batch(Field(2, [])).Count));
    }

    /// <summary>The record is what the generated parser makes of it.</summary>
    private static void Expect(byte[] record)
    {
        var (reason, bytes) = Canonical.Of(UsageRecord.Parser.ParseFrom(record));
        var batch = Batch(Frame([record]));
        Assert.Equal(reason, batch.Records[0].Reason);
        Assert.Equal(reason == RejectReason.None ? bytes : record, batch.BytesOf(batch.Records[0]).ToArray());
    }
}
