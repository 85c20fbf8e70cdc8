using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Usage;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerGrains.Domain.Tests.Subscribers;

/// <summary>Invariant 8: facts with ids of their own commute.</summary>
public class AggregatesTests
{
    private const long Midsummer = 1_719_792_000; // 2024-07-01T00:00Z

    public static TheoryData<string, long, int> Places()
    {
        // Around changes of the clock, ends of months and years, and far apart.
        var data = new TheoryData<string, long, int>();
        foreach (var zone in new[] { "Asia/Shanghai", "Europe/London", "America/New_York", "Australia/Lord_Howe" })
        {
            data.Add(zone, 0, 3); // the beginning of time
            data.Add(zone, 1_711_756_800, 3); // 2024-03-30
            data.Add(zone, 1_709_856_000, 4); // 2024-03-08
            data.Add(zone, 1_730_332_800, 5); // 2024-10-31
            data.Add(zone, 1_709_164_800, 2); // 2024-02-29
            data.Add(zone, Midsummer, 60); // days fall out of the window
            data.Add(zone, Midsummer, 900); // months do
        }
        return data;
    }

    [Theory, MemberData(nameof(Places))]
    public void Any_order_slicing_and_streams_give_the_same_totals_and_those_of_the_oracle(string zone, long start, int days)
    {
        var oracle = new UsageOracle(zone);
        var parameters = new FoldParameters(zone);
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            var single = Enumerable.Range(0, random.Next(1, 60)).Select(i => Support.Usage.Random(random, "r" + i, start, days) with { Source = random.Next(1, 3) });
            var sessions = Enumerable.Range(0, random.Next(12)).SelectMany(i => Support.Usage.RandomSession(random, "s" + i, start, days));
            var records = single.Concat(sessions).ToArray();
            byte[]? first = null;
            for (var order = 0; order < 4; order++)
            {
                var subscriber = new Subscriber(parameters);
                Feed(subscriber, random, Arrivals(random, records, start, days));
                oracle.Check(subscriber.State, records);
                first ??= subscriber.Aggregates;
                Assert.Equal(first, subscriber.Aggregates);
                Assert.Equal(subscriber.Bytes, Entity<SubscriberState>.BytesOf(subscriber.ReadBack()));
            }
        }
    }

    [Theory]
    [InlineData("Asia/Shanghai", 7, "8-22", 8, 22)]
    [InlineData("America/New_York", 1, "22-6", 22, 6)]
    [InlineData("Africa/Cairo", 35, "0-24", 0, 24)]
    public void Totals_follow_every_single_record_as_the_oracle_does(string zone, int dayWindow, string peak, int from, int to)
    {
        var oracle = new UsageOracle(zone, dayWindow, from, to, "EUR");
        var random = new Random(8);
        var subscriber = new Subscriber(new FoldParameters(zone, dayWindow, peak, "EUR"));
        var taken = new List<Support.Usage>();
        for (var i = 0; i < 300; i++)
        {
            var at = Midsummer + (i * 200_000L);
            var session = Support.Usage.RandomSession(random, "s" + i, at, 1);
            random.Shuffle(session);
            foreach (var record in i % 5 == 0 ? session : [Support.Usage.Random(random, "r" + i, at - (random.Next(20) * 3_000_000L), 20)])
            {
                taken.Add(record);
                subscriber.Take(Subscriber.Cause(taken.Count, complete: taken.Count - 1, source: record.Source), record);
                oracle.Check(subscriber.State, taken);
            }
        }
    }

    [Fact]
    public void What_comes_late_counts_in_the_month_it_belongs_to_as_long_as_that_is_kept()
    {
        var oracle = new UsageOracle("UTC");
        var subscriber = new Subscriber(new FoldParameters("UTC"));
        var month = Midsummer; // July
        var records = new List<Support.Usage>();
        // The last second of June 2024, the first of June 2023, which is the first month kept, and the one before.
        foreach (var (i, at) in new[] { month, month - 1, 1_685_577_600, 1_685_577_599 }.Index())
        {
            records.Add(new Support.Usage("r" + i, at) { Duration = 61, CallKind = 1, OtherParty = "10086", Charge = 100 });
            subscriber.Take(Subscriber.Cause(i + 1), records[^1]);
            oracle.Check(subscriber.State, records);
        }
        Assert.Equal([(2023 * 12) + 6 - 1, (2024 * 12) + 6 - 1, (2024 * 12) + 7 - 1], subscriber.State.Months.ToArray().Select(m => m.Period).Distinct());
    }

    [Fact]
    public void Sums_stay_at_the_largest_number()
    {
        var oracle = new UsageOracle("Asia/Shanghai");
        var extremes = new ulong[] { 1UL, uint.MaxValue - 1UL, uint.MaxValue, (ulong)long.MaxValue - 1, long.MaxValue, ulong.MaxValue };
        var records = extremes.SelectMany((x, i) => new[]
        {
            new Support.Usage("c" + i, Midsummer) { Count = x, Duration = x, CallKind = 3, OnNet = true },
            new Support.Usage("o" + i, Midsummer) { Service = ServiceKind.Data, Up = x / 2, VisitedPlmn = "1", CloseCause = uint.MaxValue },
            new Support.Usage("m" + i, Midsummer) { Service = ServiceKind.Sms, Charge = (long)x },
            new Support.Usage("n" + i, Midsummer) { Service = ServiceKind.Sms, Charge = long.MinValue + (long)x, ReversalOf = "x" },
        }).ToArray();
        var random = new Random(9);
        for (var order = 0; order < 20; order++)
        {
            random.Shuffle(records);
            var subscriber = new Subscriber();
            for (var i = 0; i < records.Length; i++)
            {
                subscriber.Take(Subscriber.Cause(i + 1), records[i]);
                oracle.Check(subscriber.State, records[..(i + 1)]);
            }
            Assert.Equal(subscriber.Bytes, Entity<SubscriberState>.BytesOf(subscriber.ReadBack()));
        }
    }

    [Fact]
    public void Octets_up_and_down_together_stay_at_the_largest_number()
    {
        var subscriber = new Subscriber();
        subscriber.Take(Subscriber.Cause(1), new Support.Usage("a", Midsummer) { Service = ServiceKind.Data, Up = ulong.MaxValue, Down = 2 });
        Assert.Equal(long.MaxValue, subscriber.State.Days[0].Amount);
    }

    [Fact]
    public void A_record_at_the_end_of_the_calendar_is_folded()
    {
        var subscriber = new Subscriber();
        subscriber.Take(Subscriber.Cause(1), new Support.Usage("a", UsageRecord.MaxStartTime));
        Assert.Equal((9999 * 12) + 11, subscriber.State.Months[0].Period);
        Assert.Equal(subscriber.Bytes, Entity<SubscriberState>.BytesOf(subscriber.ReadBack()));
    }

    [Fact]
    public void The_window_of_days_ends_with_the_latest_day_and_lets_nothing_older_in()
    {
        var subscriber = new Subscriber(new FoldParameters("UTC", dayWindow: 3));
        Take(10);
        Take(8);
        Take(7);
        Assert.Equal([8, 10], Periods());
        Take(11);
        Assert.Equal([10, 11], Periods());
        Take(8);
        Assert.Equal([10, 11], Periods());
        Assert.Equal(5U, subscriber.State.Months[0].Count); // months go further back

        void Take(int day) => subscriber.Take(Subscriber.Cause(subscriber.State.Version), new Support.Usage("d" + subscriber.State.Version, day * 86_400L));
        int[] Periods() => [.. subscriber.State.Days.ToArray().Select(d => d.Period)];
    }

    [Fact]
    public void Commuting_is_a_property()
    {
        var property = Prop.ForAll(
            ArbMap.Default.ArbFor<NonEmptyArray<(uint Start, byte Kind, uint Amount)>>(),
            ArbMap.Default.ArbFor<int>(),
            (input, seed) =>
            {
                var records = input.Get.Select((r, i) => new Support.Usage("r" + i, r.Start)
                {
                    Service = (ServiceKind)((r.Kind % 5) + 1),
                    Direction = (UsageDirection)((r.Kind / 5 % 2) + 1),
                    Duration = r.Amount,
                    Up = r.Amount,
                }).ToArray();
                var (one, other) = (new Subscriber(), new Subscriber());
                one.Take(Subscriber.Cause(1), records);
                var random = new Random(seed);
                random.Shuffle(records);
                Feed(other, random, records);
                return one.Aggregates.AsSpan().SequenceEqual(other.Aggregates);
            });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(1UL, 3UL), property);
    }

    /// <summary>An order in which they may come: any, but those of sessions at most a day late.</summary>
    private static Support.Usage[] Arrivals(Random random, Support.Usage[] records, long start, int days)
    {
        var order = records.Select(r => r.SessionId.Length > 0 ? r.Start + random.NextInt64(86_400) : start + random.NextInt64(days * 86_400L)).ToArray();
        var arrivals = records.ToArray();
        Array.Sort(order, arrivals);
        return arrivals;
    }

    /// <summary>In slices of random size, each of one source, of random streams.</summary>
    private static void Feed(Subscriber subscriber, Random random, Support.Usage[] records)
    {
        var batch = 0;
        for (var at = 0; at < records.Length;)
        {
            var size = 1;
            for (var most = random.Next(1, 9); size < most && at + size < records.Length && records[at + size].Source == records[at].Source; size++)
            {
            }
            var verdicts = subscriber.Take(Subscriber.Cause(++batch, complete: random.Next(batch), ordinal: random.Next(1, 4), source: records[at].Source), records[at..(at + size)]);
            Assert.All(verdicts, v => Assert.Equal(RecordVerdict.Applied, v));
            at += size;
        }
    }
}
