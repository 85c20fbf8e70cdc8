using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Tests.Formats;

/// <summary>The bytes of usage records and slices, on disk and between processes.</summary>
public class UsageFormatTests
{
    [Fact]
    public void A_record_with_every_part_has_these_bytes()
    {
        Hex.Equal(
            "01 03 723137" + // format, id r17
            "c17c2f95d507001d" + // MSISDN of 13 digits
            "80df80bf06" + // start
            "55 13" + // type 85, data, outgoing
            "ffff01" + // every part
            "ad02 c0843d 8094ebdc03 02" + // duration, up, down, count
            "05 3130303836 04 63656c6c 05 3436303030" + // other party, cell, PLMN
            "02 01 04" + // call kind, on-net, close cause
            "02 7331" + // session
            "a7c507 03 434e59" + // charge −61 780, CNY
            "c007 2a" + // offset +480, sequence 42
            "03 723136", // takes back r16
            Full());
    }

    [Fact]
    public void A_record_with_nothing_optional_has_these_bytes() =>
        Hex.Equal("01 00 c17c2f95d507001d 80df80bf06 00 11 00", new Support.Usage("", 1_742_745_472) { Served = Support.Usage.Number("8613912345793") }.ToBytes());

    [Fact]
    public void A_view_reads_what_folding_needs()
    {
        var view = UsageRecordView.Read(Full());
        Assert.Equal("r17"u8.ToArray(), view.Id.ToArray());
        Assert.Equal("8613912345793", view.Served.Digits);
        Assert.Equal((1_742_745_472L, (byte)85, ServiceKind.Data, UsageDirection.Outgoing), (view.StartTime, view.RecordType, view.Service, view.Direction));
        Assert.Equal((301UL, 1_000_000UL + 1_000_000_000UL, 2UL), (view.Duration, view.Octets, view.Count));
        var details = view.ReadDetails();
        Assert.Equal(["10086", "cell", "46000", "s1", "CNY", "r16"], new[] { Text(details.OtherParty), Text(details.CellId), Text(details.VisitedPlmn), Text(details.SessionId), Text(details.Currency), Text(details.ReversalOf) });
        Assert.Equal(((byte)2, true, 4U, -61_780L, 480, 42UL), (details.CallKind, details.OnNet, details.CloseCause, details.ChargeMicros, details.UtcOffsetMinutes, details.SourceSequence));
        Assert.Equal((true, false, true), (details.HasCharge, details.IsPartial, details.IsDropped));
        Assert.Equal(UsageAttributes.LongDistance | UsageAttributes.OnNet | UsageAttributes.Roaming, details.Attributes(view.RecordType));

        static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes);
    }

    [Fact]
    public void A_record_without_parts_has_no_details()
    {
        var details = UsageRecordView.Read(new Support.Usage("a", 100).ToBytes()).ReadDetails();
        Assert.Equal((0, 0, 0, false, false, false), (details.OtherParty.Length, details.SessionId.Length, details.ReversalOf.Length, details.HasCharge, details.IsPartial, details.IsDropped));
        Assert.Null(details.OnNet);
        Assert.Equal(UsageAttributes.None, details.Attributes(RecordTypes.MoCall));
        Assert.Equal(UsageAttributes.Roaming, details.Attributes(RecordTypes.Roaming));
    }

    [Fact]
    public void Hashes_of_ids_and_contents_are_these()
    {
        var view = UsageRecordView.Read(Full());
        var bare = UsageRecordView.Read(new Support.Usage("", 1_742_745_472).ToBytes());
        Assert.Equal(
            ("a3f8e219053a714c", "a18ef6e3", "bec451de01e697e2", "813434d438750495"),
            (view.IdHash(1).ToString("x16"), view.ContentHash.ToString("x8"), bare.IdHash(1).ToString("x16"), bare.IdHash(1, 1).ToString("x16")));
    }

    [Fact]
    public void The_same_id_of_two_sources_is_two_ids()
    {
        var view = UsageRecordView.Read(Full());
        Assert.NotEqual(view.IdHash(1), view.IdHash(2));
        Assert.Equal(view.IdHash(1, 0), view.IdHash(1, 5)); // an id stands for itself, however many records carry it
    }

    /// <summary>xxHash3 alone takes some of these for the same: a seed and a short text are one number to it.</summary>
    [Theory]
    [InlineData("r")]
    [InlineData("node")]
    [InlineData("20260301-000")]
    public void No_two_ids_of_a_few_sources_are_the_same(string prefix)
    {
        var hashes = new HashSet<ulong>();
        for (var source = 1; source <= 8; source++)
        {
            for (var i = 0; i < 2_000; i++)
            {
                var view = UsageRecordView.Read(new Support.Usage(prefix + i, 100).ToBytes());
                Assert.True(hashes.Add(view.IdHash(source)), $"{prefix}{i} of source {source}");
            }
        }
    }

    [Fact]
    public void The_content_is_everything_but_the_id()
    {
        var one = UsageRecordView.Read(new Support.Usage("a", 100) { Duration = 5 }.ToBytes());
        var renamed = UsageRecordView.Read(new Support.Usage("another", 100) { Duration = 5 }.ToBytes());
        var other = UsageRecordView.Read(new Support.Usage("a", 100) { Duration = 6 }.ToBytes());
        Assert.Equal(one.ContentHash, renamed.ContentHash);
        Assert.NotEqual(one.ContentHash, other.ContentHash);
    }

    [Fact]
    public void A_slice_has_these_bytes()
    {
        var writer = new ByteWriter();
        SliceWriter.Begin(writer, new SliceCause(3, 5, 7, 300, 298), 1 << 20, 2);
        SliceWriter.Record(writer, 0, 0, [1, 2]);
        SliceWriter.Record(writer, 9_999, 1, [3]);
        Hex.Equal("01 03 05 07 ac02 aa02 808040 02 00 00 02 0102 8f4e 01 01 03", writer.Written);
    }

    [Fact]
    public void A_slice_is_read_back_as_it_was_written()
    {
        var view = new SliceView(Hex.Bytes("01 03 05 07 ac02 aa02 808040 02 00 00 02 0102 8f4e 01 01 03"));
        Assert.Equal(new SliceCause(3, 5, 7, 300, 298), view.Cause);
        Assert.Equal((1L << 20, 2), (view.FirstSeen, view.Count));
        Assert.True(view.MoveNext());
        Assert.Equal((0, 0), (view.Index, view.Ordinal));
        Assert.Equal([1, 2], view.Record.ToArray());
        Assert.True(view.MoveNext());
        Assert.Equal((9_999, 1), (view.Index, view.Ordinal));
        Assert.Equal([3], view.Record.ToArray());
        Assert.False(view.MoveNext());
    }

    [Fact]
    public void A_slice_of_redriven_records_says_when_each_came_first()
    {
        var writer = new Encoding.ByteWriter();
        SliceWriter.BeginRedriven(writer, new SliceCause(3, 5, 7, 1, 0), 1L << 20, 2);
        SliceWriter.Redriven(writer, 0, 0, 300, [1, 2]);
        SliceWriter.Redriven(writer, 9_999, 1, 0, [3]);
        Hex.Equal("02 03 05 07 01 00 808040 02 00 00 ac02 02 0102 8f4e 01 00 01 03", writer.Written);
        var view = new SliceView(writer.Written);
        Assert.True(view.IsRedriven && view.MoveNext());
        Assert.Equal((0, 0, 300L), (view.Index, view.Ordinal, view.ReceivedAt));
        Assert.Equal([1, 2], view.Record.ToArray());
        Assert.True(view.MoveNext());
        Assert.Equal((9_999, 1, 0L), (view.Index, view.Ordinal, view.ReceivedAt));
        Assert.False(view.MoveNext());
    }

    [Fact]
    public void A_slice_entry_names_its_records_and_carries_them()
    {
        var subscriber = new Subscriber();
        subscriber.Clock.Now = 1_000;
        subscriber.Take(Subscriber.Slice(new SliceCause(3, 5, 7, 9, 8), (4, 0, new Support.Usage("a", 100)), (6, 2, new Support.Usage("", 100))));
        Hex.Equal(
            "01 4a000000 00 02 e807 00 0d 737562736372696265722f7331" +
            "01 0b 03 05 07 09 08 04 00 06 01 02 00" + // cause: slice, then index 4, and index 6 with ordinal 2
            "02 01 01 0f 01 01 61 011b7394d507001d 64 00 11 00" + // two facts: usage, applied
            "01 01 0e 01 00 011b7394d507001d 64 00 11 00" +
            "00",
            subscriber.Entries[^1]);
    }

    private static byte[] Full()
    {
        var writer = new ByteWriter();
        new UsageRecord
        {
            Id = "r17"u8,
            Served = Support.Usage.Number("8613912345793"),
            StartTime = 1_742_745_472,
            RecordType = RecordTypes.PGw,
            Service = ServiceKind.Data,
            Direction = UsageDirection.Outgoing,
            Present = (UsageFields)0x7fff,
            Duration = 301,
            OctetsUp = 1_000_000,
            OctetsDown = 1_000_000_000,
            Count = 2,
            OtherParty = "10086"u8,
            CellId = "cell"u8,
            VisitedPlmn = "46000"u8,
            CallKind = 2,
            OnNet = true,
            CloseCause = 4,
            SessionId = "s1"u8,
            ChargeMicros = -61_780,
            Currency = "CNY"u8,
            UtcOffsetMinutes = 480,
            SourceSequence = 42,
            ReversalOf = "r16"u8,
        }.WriteTo(writer);
        return writer.ToArray();
    }
}
