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
    public void Any_order_and_slicing_gives_the_same_totals_and_those_of_the_oracle(string zone, long start, int days)
    {
        var oracle = new UsageOracle(zone, FoldParameters.DefaultDayWindow);
        var parameters = new FoldParameters(zone);
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var records = Enumerable.Range(0, random.Next(1, 120)).Select(i => Support.Usage.Random(random, "r" + i, start, days)).ToArray();
            byte[]? first = null;
            for (var order = 0; order < 3; order++)
            {
                var subscriber = new Subscriber(parameters);
                Feed(subscriber, random, records);
                oracle.Check(subscriber.State, records);
                first ??= subscriber.Aggregates;
                Assert.Equal(first, subscriber.Aggregates);
                random.Shuffle(records);
            }
        }
    }

    [Fact]
    public void Totals_follow_every_single_record_as_the_oracle_does()
    {
        var oracle = new UsageOracle("Asia/Shanghai", 7);
        var random = new Random(8);
        var subscriber = new Subscriber(new FoldParameters(dayWindow: 7));
        var taken = new List<Support.Usage>();
        for (var i = 0; i < 500; i++)
        {
            taken.Add(Support.Usage.Random(random, "r" + i, Midsummer + (i * 40_000L), 20));
            subscriber.Take(Subscriber.Cause(i + 1, complete: i), taken[^1]);
            oracle.Check(subscriber.State, taken);
        }
    }

    [Fact]
    public void Sums_stay_at_the_largest_number()
    {
        var oracle = new UsageOracle("Asia/Shanghai", FoldParameters.DefaultDayWindow);
        var extremes = new ulong[] { 1UL, uint.MaxValue - 1UL, uint.MaxValue, (ulong)long.MaxValue - 1, long.MaxValue, ulong.MaxValue };
        var records = extremes.SelectMany((x, i) => new[]
        {
            new Support.Usage("c" + i, Midsummer) { Count = x, Duration = x },
            new Support.Usage("o" + i, Midsummer) { Service = ServiceKind.Data, Up = x / 2 },
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

    /// <summary>In slices of random size, of random streams and sources.</summary>
    private static void Feed(Subscriber subscriber, Random random, Support.Usage[] records)
    {
        var batch = 0;
        for (var at = 0; at < records.Length;)
        {
            var size = Math.Min(records.Length - at, random.Next(1, 9));
            var verdicts = subscriber.Take(Subscriber.Cause(++batch, complete: random.Next(batch), source: 1), records[at..(at + size)]);
            Assert.All(verdicts, v => Assert.Equal(RecordVerdict.Applied, v));
            at += size;
        }
    }
}
