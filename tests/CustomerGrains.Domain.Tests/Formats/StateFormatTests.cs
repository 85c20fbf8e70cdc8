using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Tests.Formats;

/// <summary>The bytes of states, as snapshots keep them.</summary>
public class StateFormatTests
{
    private const string Served = "011b7394d507001d";

    /// <summary>Hours, days, months, contacts.</summary>
    private const string Usage =
        "02 d08801 01 3e  10 01 3d" + // hour 34: voice out, voice in
        "04 d001 02 b602  ea02 01 05  16 01 3e  10 01 3d" + // day 0: data out; day 1: a credit, voice out, voice in
        "0a d0e0e205 01 3e  01 01 3e  06 01 3e  02 01 02" + // month: voice out, on-net, peak, minutes;
        "07 01 3d  07 01 3d  02 01 02  11 01 05" + // voice in, peak, minutes; voice out taken back, charge;
        "56 02 b602  07 02 b602" + // data out, peak
        "01 b0f102 0000000000000000 0000000000000100 0000000000000000 0000000000000000";

    [Fact]
    public void A_subscriber_that_has_nothing_has_these_bytes() =>
        Hex.Equal("03 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", new Subscriber(hold: false).Bytes);

    [Fact]
    public void A_subscriber_has_these_bytes()
    {
        var subscriber = Subscriber();
        Hex.Equal(
            "03 05 80ec929dae23" + // format, version, now
            "01 0001700000 c0c407 c0c407" + // profile, last usage, last outgoing usage
            Usage +
            "00" + // no business facts
            "00" + // edges
            "01" + Served + "00 feffffffffffffffff01 02 7331 00" + // assignments
            "01 1b 6e756d6265722f6d736973646e3a38363133393030303030303031 01" + // effects applied
            "01 5367113c22ff82c0 02" + // requests
            "c0c407 03" + // ids, latest first
            "2e50422f08b2b32f ec61fecf 00" +
            "0e3690750b912dc8 25daaf7e 00" +
            "1e1c7dd2f43522f7 cf3d3f2a a0a806" +
            "c0c407 01 19e68dc3b3f05104 00 00 3e 8200" + // sessions, latest first: seconds since the latest, from its start, of use; on-net, peak
            "02 03 01 02 04  04 01 01 00" + // streams: source, lowest open, ordinal, w
            "04 03 02 05 00 01 00  03 02 05 07 01 00  04 01 01 02 01 00  03 02 06 ac02 03 00", // outcomes
            subscriber.Bytes);
    }

    [Fact]
    public void A_subscribers_aggregates_have_these_bytes() => Hex.Equal(
        "01 0001700000 c0c407 c0c407" + Usage + "00" +
        "01" + Served + "00 feffffffffffffffff01 02 7331 00",
        Subscriber().Aggregates);

    [Fact]
    public void A_subscriber_with_business_facts_has_these_bytes()
    {
        Hex.Equal(
            "03 04 80897a" + // format, version, now
            "01 0001700000 00 00  00 00 00 00" + // profile, usage
            "01" + Facts +
            "00" + // edges
            "01" + Served + "00 d08c01 02 7331 00" + // assignments
            "01 1b 6e756d6265722f6d736973646e3a38363133393030303030303031 01" + // effects applied
            "01 5367113c22ff82c0 03" + // requests
            "00 00  00 00" + // ids and sessions of usage
            "01 03 01 02 04  01 03 02 05 07 01 00" + // streams, outcomes
            "d00f 03" + // ids of business facts: by when they were taken, then hash
            "02e1679686595d64 cfa540af 00" +
            "c4b1b79e9a9c376e 5f2610a0 00" +
            "a163c490d5f0fbe2 ff70ebf3 00",
            Told().Bytes);
        Hex.Equal("01 0001700000 00 00  00 00 00 00" + "01" + Facts + "01" + Served + "00 d08c01 02 7331 00", Told().Aggregates);
    }

    /// <summary>Kind and bytes of each, then the sums by month.</summary>
    private const string Facts =
        "2b" +
        "1e 0d 01 e807 03 02 00 00 03 63726d 01 73" +
        "28 0c 01 e907 03 8001 00 03 63726d 00" +
        "37 0c 01 ea07 03 50 01 71 03 63726d 00" +
        "01 02 d8b801 01 8001";

    /// <summary>As stores before business facts have it.</summary>
    [Fact]
    public void A_subscriber_of_format_2_is_read()
    {
        var old = Hex.Bytes("02 01 09  01 0001700000 00 00  00 00 00 00  00  00 00 00  00 00 00 00 00 00");
        var state = (SubscriberState)new EntityKinds(new FoldParameters()).Read(EntityKey.Parse("subscriber/s1"), old);
        Assert.Equal((1L, 9L, "p"), (state.Version, state.Now, state.Profile!.Plan));
        Assert.Null(state.Relationship);
        Hex.Equal("03 01 09  01 0001700000 00 00  00 00 00 00  00  00  00 00 00  00 00 00 00 00 00", Entity<SubscriberState>.BytesOf(state));
    }

    [Fact]
    public void A_subscriber_that_owes_a_parting_word_says_to_whom_behind_everything_else()
    {
        var subscriber = RollupSamples.Parted();
        var bytes = subscriber.Bytes;
        Hex.Equal("04 03", bytes.AsSpan(0, 2));
        Hex.Equal("01 01 02 6332", bytes.AsSpan(bytes.Length - 5));
        Assert.Equal(bytes, Entity<SubscriberState>.BytesOf(subscriber.ReadBack()));
        // It depends on what was delivered, and is no aggregate.
        var aggregates = subscriber.Aggregates;
        subscriber.Take(CauseKind.Tick, [], FactKind.RollupsForgotten, Domain.Rollups.RollupsForgotten.Write([new(Domain.Rollups.RollupKind.Customer, "c2")]), now: subscriber.State.Now);
        Hex.Equal("03 04", subscriber.Bytes.AsSpan(0, 2));
        Assert.Equal(aggregates, subscriber.Aggregates);
        Assert.Equal(bytes.Length - 5, subscriber.Bytes.Length);
    }

    [Fact]
    public void A_rollup_has_these_bytes()
    {
        Hex.Equal("01 01 09 02" + RollupSamples.ReportBytes, RollupSamples.Rollup().Bytes);
        Hex.Equal("01 73" + RollupSamples.PartialBytes, RollupSamples.Rollup().Aggregates);
        Assert.Equal(RollupSamples.Rollup().Bytes, Entity<Domain.Rollups.RollupState>.BytesOf(RollupSamples.Rollup().ReadBack()));
    }

    [Fact]
    public void A_number_has_these_bytes()
    {
        var number = Number();
        Assert.True(number.State.HasOpenEffects);
        Hex.Equal(
            "01 03 09" + // format, version, now
            "02" + // assignments
            Served + "00 feffffffffffffffff01 01 61 808001" +
            Served + "c801 feffffffffffffffff01 01 62 818001" +
            "01 0c 737562736372696265722f62 02 0b 02 eeff" + // one open effect: subscriber/b, version 2
            "01 5367113c22ff82c0 01", // request r1 was version 1
            number.Bytes);
    }

    [Fact]
    public void A_numbers_aggregates_have_these_bytes() => Hex.Equal(
        "02" + Served + "00 c801 01 61 00" + Served + "c801 feffffffffffffffff01 01 62 00", Number().Aggregates);

    /// <summary>Streams of <see cref="Source"/>: its one, without what format 2 has behind it.</summary>
    private const string Stream =
        "02 04 66696c65 01 01 03 04 02 00 00" + // ordinal, id, session, w, last begun, counts
        "6881af74db9ca923 7c969d353383e370 3f" + // rolling digest, last activity
        "03" + // batches
        "02 01 0000000000000000 1100000000000000 818001 3d a09c01 01 01 01 00 00 01 01 02 00" +
        "02 02 0000000000000000 2200000000000000 828001 3e a19c01 00" +
        "02 03 0000000000000000 3300000000000000 838001 3f a19c01 01 03 01 00 00 01 03 02 00";

    private const string Effect = "01 0e 73747265616d2f7372632f6f6c64 08 17 01 ab"; // one open effect

    [Fact]
    public void A_source_has_these_bytes() => Hex.Equal(
        "02 08 08 03 03 01" + // format, version, now, number, next ordinal, closed streams
        "01" + Stream + "00" + // without a number of the source's
        "03 00 02 04 02 00 00 00 00 00 00  a09c01 01 01 01 00 00 00 00 00 00  a19c01 01 03 01 00 00 00 00 00 00" + // total, days
        Effect +
        "00 01 00 00 00 00", // no numbers; marks from version 1 on, none; no re-drives, none remembered, none under way
        Source().Bytes);

    [Fact]
    public void A_source_of_format_1_is_read()
    {
        var old = Hex.Bytes("01 08 08 03 03 01 01" + Stream + "03 00 02 04 02 01 01  a09c01 01 01 01 00 00  a19c01 01 03 01 01 01" + Effect);
        var source = (SourceState)new EntityKinds(new FoldParameters()).Read(EntityKey.Parse("source/src"), old);
        Assert.Equal((8L, "file", 2L), (source.Version, source.Streams[0].Id, source.Days[1].Quarantine.NotKept));
        Assert.Equal(Source().Bytes.Length, Entity<SourceState>.BytesOf(source).Length);
    }

    [Fact]
    public void A_source_with_a_quarantine_has_these_bytes() => Hex.Equal(
        "02 07 07 03 05 00 02" + // two streams; counts of a stream are those of the first time
        "01 04 66696c65 01 01 01 01 00 00 02 6881af74db9ca923 7c969d353383e370 3d" +
        "01 01 01 0000000000000000 1100000000000000 818001 3d a09c01 01 01 00 00 02 02 00 04 01 02 04 0a" +
        "0b" + // its number 10
        "03 05 66696c6532 01 00 00 00 00 00 00 0000000000000000 0000000000000000 32 00 0d" +
        "02 00 01 02 00 00 01 02 05 00 03  a09c01 01 02 00 00 01 02 05 00 03" + // counts, kept, bytes, not kept, last version
        "00" + // effects
        "01 0a 0c 00 01 0b 0b 32 02 0a 04 66696c65 0c 05 66696c6532" + // numbers: 10 to 12, 11 is missing since 50; takers
        "01 01 03 01 00 01 00" + // marks from 1 on: of entry 3 place 0 is applied
        "01 01 efcdab8967452301 05" + // one re-drive, remembered
        "04 07 1032547698badcfe", // another one under way: ordinal, version, request
        Quarantine().Bytes);

    [Fact]
    public void A_closed_stream_has_these_bytes()
    {
        var stream = new Entity<ClosedStreamState>("stream/src/file");
        Hex.Equal("01 00 00 00 00", stream.Bytes);
        stream.Take(CauseKind.Effect, Entity<ClosedStreamState>.Body(new EffectCause("source/src", 5).WriteTo), FactKind.StreamClosed,
            Entity<ClosedStreamState>.Body(new StreamClosed(1, 2, new BatchCounts(3, 0, 0, 1), 7).WriteTo), now: 9);
        Hex.Equal("01 01 09 01 01 02 03 00 00 01 0000000000000000 0700000000000000 01 0a 736f757263652f737263 05", stream.Bytes);
        Assert.Equal(stream.Bytes, Entity<ClosedStreamState>.BytesOf(stream.ReadBack()));
        Assert.Empty(stream.Aggregates);
    }

    [Fact]
    public void States_are_read_back_as_they_were_written()
    {
        Assert.Equal(Subscriber().Bytes, Entity<SubscriberState>.BytesOf(Subscriber().ReadBack()));
        Assert.Equal(Number().Bytes, Entity<NumberState>.BytesOf(Number().ReadBack()));
        Assert.Equal(Source().Bytes, Entity<SourceState>.BytesOf(Source().ReadBack()));
        Assert.Equal(Quarantine().Bytes, Entity<SourceState>.BytesOf(Quarantine().ReadBack()));
    }

    [Theory]
    [InlineData("subscriber/s1")]
    [InlineData("number/x")]
    [InlineData("source/x")]
    [InlineData("stream/x/y")]
    [InlineData("rollup/group:g")]
    public void A_state_of_another_format_or_with_bytes_behind_it_is_refused(string key)
    {
        var kinds = new EntityKinds(new FoldParameters());
        var writer = new ByteWriter();
        kinds.Create(EntityKey.Parse(key)).WriteTo(writer);
        var bytes = writer.ToArray();
        kinds.Read(EntityKey.Parse(key), bytes);
        Assert.Throws<CorruptDataException>(() => kinds.Read(EntityKey.Parse(key), [0, .. bytes[1..]]));
        Assert.Throws<CorruptDataException>(() => kinds.Read(EntityKey.Parse(key), [99, .. bytes[1..]]));
        Assert.Throws<CorruptDataException>(() => kinds.Read(EntityKey.Parse(key), [.. bytes, 0]));
    }

    [Fact]
    public void A_kind_that_is_not_known_is_refused()
    {
        var kinds = new EntityKinds(new FoldParameters());
        Assert.Throws<CorruptDataException>(() => kinds.Create(EntityKey.Parse("clan/a")));
        Assert.Throws<CorruptDataException>(() => kinds.Read(EntityKey.Parse("clan/a"), [1]));
    }

    private static readonly Support.Usage Call = new("a", 123_456) { Duration = 61, Direction = UsageDirection.Incoming, Type = RecordTypes.MtCall };
    private static readonly Support.Usage Data = new("", 20_000) { Service = ServiceKind.Data, Up = 10, Down = 300, Count = 2 };
    private static readonly Support.Usage Later = new("a", 123_456) { Duration = 62, SessionId = "x", CloseCause = 16, OtherParty = "10086", OnNet = true, Charge = -5 };

    internal static Subscriber Subscriber()
    {
        var subscriber = new Subscriber();
        subscriber.Clock.Now = 1_215_000_000_000;
        subscriber.Register(new SubscriberProfile(0, "p", "", ""), "r1");
        subscriber.Take(Support.Subscriber.Slice(new SliceCause(3, 1, 2, 5, 4), (0, 0, Call), (7, 1, Data)));
        subscriber.Take(Support.Subscriber.Slice(new SliceCause(4, 1, 1, 1, 0), (2, 0, Later)));
        subscriber.Take(Support.Subscriber.Slice(new SliceCause(3, 1, 2, 6, 4), (300, 0, Later)));
        return subscriber;
    }

    /// <summary>Registered, told two facts by a request and one by a feed.</summary>
    internal static Subscriber Told()
    {
        var subscriber = new Subscriber(hold: false);
        subscriber.Clock.Now = 2_000_000;
        subscriber.Hold(Support.Usage.DefaultNumber, 0, 9_000, "s1", 0);
        subscriber.Register(new SubscriberProfile(0, "p", "", ""));
        subscriber.Request(
            "r1",
            new Domain.Relationships.StatusChanged { Time = 1_000, SystemOfRecord = "crm", Id = "s", Status = Domain.Relationships.SubscriberStatus.Suspended },
            new Domain.Relationships.PaymentReceived { Time = 1_001, SystemOfRecord = "crm", AmountMicros = 64 });
        subscriber.Take(Support.Told.Slice(new SliceCause(3, 1, 2, 5, 4), (7, 1, new Domain.Relationships.SurveyScored { Time = 1_002, SystemOfRecord = "crm", Score = 80, Survey = "q" })));
        return subscriber;
    }

    internal static Entity<NumberState> Number()
    {
        var number = new Entity<NumberState>("number/msisdn:8613900000001");
        Assign(0, "a", 1 << 14, "r1");
        Assign(100, "b", (1 << 14) + 1, "");
        number.Take(CauseKind.Tick, [], FactKind.EffectConfirmed, Entity<NumberState>.Body(w => { w.Text("subscriber/a"); w.Varint(1); }), 9);
        return number;

        void Assign(long from, string holder, long stamp, string request) => number.Take(
            CauseKind.Command, Entity<NumberState>.Body(new CommandCause(request, "").WriteTo), FactKind.NumberAssigned,
            Entity<NumberState>.Body(w => NumberAssignment.Write(w, new NumberAssignment(Support.Usage.DefaultNumber, from, NumberAssignment.Forever, holder, stamp))), 9,
            ("subscriber/" + holder, FactKind.NumberAssigned, [0xee, 0xff]));
    }

    internal static Entity<SourceState> Source()
    {
        var source = new Entity<SourceState>("source/src");
        source.Take(CauseKind.Tick, [], FactKind.StreamOpened, Entity<SourceState>.Body(new StreamOpened(3, 1, "old", 1, 40).WriteTo), 5);
        source.Take(CauseKind.Tick, [], FactKind.StreamOpened, Entity<SourceState>.Body(new StreamOpened(3, 2, "file", 1, 50).WriteTo), 5);
        for (var n = 1; n <= 3; n++)
            source.Take(CauseKind.Tick, [], FactKind.BatchBegun, Entity<SourceState>.Body(new BatchBegun(2, n, (UInt128)(0x11 * n), (1 << 14) + n, 60 + n, 20_000 + n / 2).WriteTo), 6);
        foreach (var n in new[] { 3, 1 })
        {
            var counts = new BatchCounts(n, 1, 0, 0);
            source.Take(CauseKind.Tick, [], FactKind.BatchCompleted,
                Entity<SourceState>.Body(new BatchCompleted(2, n, counts, [new RecordException(n, Outcome.Duplicate, RejectReason.None)]).WriteTo), 7);
        }
        source.Take(CauseKind.Tick, [], FactKind.StreamClosed, Entity<SourceState>.Body(new StreamClosed(1, 0, default, 0).WriteTo), 8,
            ("stream/src/old", FactKind.StreamClosed, [0xab]));
        return source;
    }

    /// <summary>A source with a bit of everything that format 2 added; each entry is of another kind.</summary>
    internal static Entity<SourceState> Quarantine()
    {
        var source = new Entity<SourceState>("source/src");
        source.Take(CauseKind.Tick, [], FactKind.StreamOpened, Entity<SourceState>.Body(new StreamOpened(3, 1, "file", 1, 40, 10).WriteTo), 5);
        source.Take(CauseKind.Tick, [], FactKind.BatchBegun, Entity<SourceState>.Body(new BatchBegun(1, 1, 0x11, (1 << 14) + 1, 61, 20_000).WriteTo), 6);
        source.Take(CauseKind.Tick, [], FactKind.BatchQuarantined, Entity<SourceState>.Body(w =>
        {
            RecordException[] exceptions = [new(0, Outcome.Rejected, RejectReason.NumberNotHeld), new(2, Outcome.Rejected, RejectReason.Malformed)];
            new BatchQuarantined(new BatchCompleted(1, 1, new BatchCounts(1, 0, 0, 2), exceptions), "file", (1 << 14) + 1, 61, 20_000, 0, 2, 5).WriteTo(w);
            KeptRecord.Write(w, 0, true, 0, [1, 2, 3]);
            KeptRecord.Write(w, 2, false, 0, [4, 5]);
        }), 7);
        Begin(2, 0x0123456789abcdef);
        source.Take(CauseKind.Redrive, [], FactKind.RedriveCompleted, Entity<SourceState>.Body(
            new RedriveCompleted(2, 4, [new RedriveResult(3, 20_000, 0, RejectReason.NumberNotHeld, Outcome.Applied, RejectReason.None)]).WriteTo), 7);
        source.Take(CauseKind.Tick, [], FactKind.StreamOpened, Entity<SourceState>.Body(new StreamOpened(3, 3, "file2", 1, 50, 12).WriteTo), 7);
        Begin(4, 0xfedcba9876543210);
        return source;

        void Begin(long ordinal, ulong request) => source.Take(
            CauseKind.Command, Entity<SourceState>.Body(new CommandCause("r", "ann").WriteTo), FactKind.RedriveBegun,
            Entity<SourceState>.Body(new RedriveBegun(ordinal, request, (1 << 14) + 2, [new RedriveItem(3, 0, RedriveVerdict.Taken)], "").WriteTo), 7);
    }
}
