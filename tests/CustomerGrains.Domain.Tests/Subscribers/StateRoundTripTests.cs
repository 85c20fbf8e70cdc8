using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Tests.Subscribers;

/// <summary>Re-activation: a state that was read back is the state that was written, now and for everything that follows.</summary>
public class StateRoundTripTests
{
    private const long Start = 1_719_792_000;

    [Theory]
    [InlineData(1, "Asia/Shanghai")]
    [InlineData(2, "America/New_York")]
    [InlineData(3, "Europe/London")]
    [InlineData(4, "Australia/Lord_Howe")]
    public void Living_on_from_what_was_read_back_gives_the_same_bytes_and_verdicts(int seed, string zone)
    {
        var random = new Random(seed);
        var live = new Subscriber(new FoldParameters(zone));
        var revived = new Subscriber(new FoldParameters(zone));
        var sent = new List<byte[]>();
        for (var step = 1; step <= 400; step++)
        {
            switch (random.Next(10))
            {
                case 0:
                    var profile = new SubscriberProfile(random.Next(), "plan" + random.Next(3), "b", "区");
                    live.Register(profile, "q" + step);
                    revived.Register(profile, "q" + step);
                    break;
                case 1:
                    var (from, holder) = (Start + random.Next(1_000_000), random.Next(2) == 0 ? "s1" : "s2");
                    var number = Support.Usage.Number("861390000000" + random.Next(2, 5));
                    live.Hold(number, from, from + 90_000, holder, recordedAt: step);
                    revived.Hold(number, from, from + 90_000, holder, recordedAt: step);
                    break;
                default:
                    if (sent.Count == 0 || random.Next(4) > 0) sent.Add(RandomSlice(random, step));
                    var slice = sent[^random.Next(1, Math.Min(sent.Count, 6) + 1)];
                    Assert.Equal(live.Take(slice), revived.Take(slice));
                    Assert.Equal(live.Reasons, revived.Reasons);
                    break;
            }
            Assert.Equal(live.Bytes, revived.Bytes);
            revived.State = revived.ReadBack();
            Assert.Equal(live.Bytes, revived.Bytes);
            Assert.Equal(live.Aggregates, revived.Aggregates);
        }
        Assert.Equal(live.Bytes, Entity<SubscriberState>.BytesOf(live.Refold()));
        Assert.True(live.State.Version > 100);
    }

    [Fact]
    public void Ids_behave_and_encode_the_same_whether_grown_or_read_back()
    {
        // Time passes several windows, so that ids are forgotten while the table grows and shrinks.
        var random = new Random(6);
        var live = new Subscriber();
        var revived = new Subscriber();
        var time = Start;
        for (var batch = 1; batch <= 1_500; batch++)
        {
            time += random.Next(batch % 400 < 200 ? 300 : 20_000);
            var records = Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => new Support.Usage("r" + random.Next(400), time - random.Next(200_000)) { Duration = (ulong)random.Next(2) }).ToArray();
            Assert.Equal(live.Take(Subscriber.Cause(batch, batch - 1), records), revived.Take(Subscriber.Cause(batch, batch - 1), records));
            if (random.Next(7) == 0) revived.State = revived.ReadBack();
            Assert.Equal(live.Bytes, revived.Bytes);
        }
    }

    [Fact]
    public void A_subscriber_reads_back_whose_first_usage_was_in_1969_by_its_local_clock()
    {
        var subscriber = new Subscriber(new FoldParameters("America/New_York"));
        subscriber.Take(Subscriber.Cause(1), new Support.Usage("a", 0));
        subscriber.Take(Subscriber.Cause(2), new Support.Usage("b", 86_400));
        Assert.Equal(-1, subscriber.State.Days[0].Period);
        var read = subscriber.ReadBack();
        Assert.Equal(subscriber.Bytes, Entity<SubscriberState>.BytesOf(read));
        Assert.Equal((-1, 0), (read.Days[0].Period, read.Days[1].Period));
    }

    [Fact]
    public void An_entry_out_of_turn_is_refused()
    {
        var subscriber = new Subscriber();
        var entry = subscriber.Entries[^1];
        var before = subscriber.Bytes;
        Assert.Throws<Encoding.CorruptDataException>(() => subscriber.State.Fold(EntryView.Read(entry)));
        Assert.Equal(before, subscriber.Bytes);
    }

    [Fact]
    public void Business_time_of_a_subscriber_never_goes_back()
    {
        var subscriber = new Subscriber();
        subscriber.Clock.Now = 500;
        subscriber.Take(Subscriber.Cause(1), new Support.Usage("a", Start));
        subscriber.Clock.Now = 400;
        subscriber.Take(Subscriber.Cause(2), new Support.Usage("b", Start));
        Assert.Equal((500L, 3L), (subscriber.State.Now, subscriber.State.Version));
    }

    [Fact]
    public void A_request_is_remembered_for_the_next_eight()
    {
        var subscriber = new Subscriber();
        for (var i = 0; i < 9; i++) subscriber.Register(new SubscriberProfile(i, "", "", ""), "q" + i);
        Assert.Equal(0, subscriber.State.FindRequest(new CommandCause("q0", "").RequestHash));
        for (var i = 1; i < 9; i++) Assert.Equal(i + 2, subscriber.State.FindRequest(new CommandCause("q" + i, "x").RequestHash));
        Assert.Equal(0, subscriber.State.FindRequest(0));
        Assert.Equal(8, subscriber.State.Profile!.ActivationTime);
    }

    [Fact]
    public void An_effect_is_applied_once_by_origin_and_version()
    {
        var subscriber = new Subscriber(hold: false);
        subscriber.Hold(Support.Usage.DefaultNumber, 0, 10, "s1", 5);
        var origin = "number/" + Support.Usage.DefaultNumber.EntityId;
        Assert.True(subscriber.State.IsEffectApplied(origin, 1));
        Assert.False(subscriber.State.IsEffectApplied(origin, 2));
        Assert.False(subscriber.State.IsEffectApplied(origin + "0", 1));
        Assert.Equal([new NumberAssignment(Support.Usage.DefaultNumber, 0, 10, "s1", 5)], subscriber.State.Numbers);
    }

    private static byte[] RandomSlice(Random random, int step)
    {
        var ordinal = random.Next(1, 4);
        var cause = new SliceCause(random.Next(1, 3), Math.Min(ordinal, 1 + (step / 150)), ordinal, step, random.Next(Math.Max(1, step - 5), step));
        return Subscriber.Slice(cause, Subscriber.AnyStamp, [.. Enumerable.Range(0, random.Next(1, 6)).Select(i =>
            (i * 3, 0, Support.Usage.Random(random, random.Next(5) == 0 ? "" : "r" + random.Next(300), Start + (step * 3_000L), 2)))]);
    }
}
