using System.IO.Hashing;
using CustomerGrains.Cli.Generation;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Tests;

public sealed class GeneratorTests
{
    private static readonly GeneratorOptions Small = new() { Subscribers = 500, Days = 3, RecordsPerDay = 5_000, DuplicateOneIn = 100, ConflictOneIn = 200, UnknownOneIn = 150, BrokenOneIn = 300 };

    /// <summary>Everything that comes out, in one number: another one means that the same seed makes another month.</summary>
    [Fact]
    public void The_same_seed_makes_the_same_bytes_for_ever() => Assert.Equal("b6cf2e9624c2afdf", Digest(Small));

    [Fact]
    public void Another_seed_makes_other_bytes() => Assert.NotEqual(Digest(Small), Digest(Small with { Seed = 2 }));

    [Fact]
    public void A_longer_month_begins_with_the_shorter_one()
    {
        var three = Records(Small).ToList();
        Assert.Equal(three, Records(Small with { Days = 5 }).Take(three.Count));
    }

    [Fact]
    public void Days_are_in_order_of_time_and_within_the_local_day()
    {
        var generator = new UsageGenerator(Small);
        while (generator.NextDay())
        {
            var midnight = new DateTimeOffset(generator.Day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8)).ToUnixTimeSeconds();
            var last = midnight;
            while (generator.TryNext(out var record))
            {
                if (record.Repeated || record.StartTime < midnight) continue;
                Assert.InRange(record.StartTime, midnight, midnight + 86_399);
                last = Math.Max(last, record.StartTime);
            }

            Assert.InRange(last, midnight + 80_000, midnight + 86_399);
        }
    }

    [Fact]
    public void The_truth_is_what_a_careful_reader_of_the_records_counts()
    {
        var generator = new UsageGenerator(Small);
        var seen = new Dictionary<(int, int), GeneratedRecord>();
        long received = 0, applied = 0, duplicate = 0, conflict = 0, rejected = 0;
        var numbers = Enumerable.Range(0, Small.Subscribers).ToDictionary(Population.Msisdn, static index => index);
        var totals = new UsageTotals[Small.Subscribers];
        while (generator.NextDay())
        {
            while (generator.TryNext(out var record))
            {
                received++;
                if (!numbers.TryGetValue(record.Msisdn, out var subscriber) || record.Duration > 31 * 86_400) rejected++;
                else if (!seen.TryGetValue((record.Day, record.Number), out var first)) { applied++; totals[subscriber].Add(record); }
                else if (first.Cell == record.Cell) duplicate++;
                else conflict++;
                seen.TryAdd((record.Day, record.Number), record);
            }
        }

        var truth = generator.Truth;
        Assert.Equal((received, applied, duplicate, conflict, rejected), (truth.Received, truth.Applied, truth.Duplicate, truth.Conflict, truth.Rejected));
        Assert.Equal(generator.TotalRecords, received);
        Assert.True(duplicate > 50 && conflict > 20 && truth.NotHeld > 50 && truth.Broken > 20);
        for (var index = 0; index < totals.Length; index++) Assert.Equal(totals[index], truth.Of(index));
    }

    [Fact]
    public void Numbers_are_mobile_numbers_that_nobody_shares()
    {
        var numbers = Enumerable.Range(0, 200_000).Select(Population.Msisdn).ToHashSet();
        Assert.Equal(200_000, numbers.Count);
        Assert.All(numbers, static number => Assert.InRange(number, 8613000000000ul, 8613899999999ul));
        var random = new SplitMix64(1);
        for (var i = 0; i < 1_000; i++) Assert.InRange(Population.UnknownMsisdn(ref random), 8613900000000ul, 8613999999999ul);
    }

    [Fact]
    public void Usage_is_heavy_tailed_and_follows_the_hours_of_the_day()
    {
        var options = new GeneratorOptions { Subscribers = 10_000, Days = 7, RecordsPerDay = 30_000 };
        var bySubscriber = new int[options.Subscribers];
        var byHour = new int[24];
        foreach (var record in Records(options))
        {
            if (record.Subscriber < 0) continue;
            bySubscriber[record.Subscriber]++;
            byHour[(record.StartTime + (8 * 3600)) / 3600 % 24]++;
        }

        var total = bySubscriber.Sum();
        Assert.InRange(bySubscriber.OrderDescending().Take(100).Sum() / (double)total, 0.06, 0.15);
        Assert.InRange(byHour[16] / (double)total, 0.10, 0.11);
        Assert.InRange(byHour[4] / (double)total, 0.001, 0.003);
    }

    [Fact]
    public void Subscribers_grow_fade_and_leave_as_the_truth_says()
    {
        var options = new GeneratorOptions { Subscribers = 3_000, Days = 60, RecordsPerDay = 30_000, DuplicateOneIn = 0, ConflictOneIn = 0 };
        var population = new Population(options);
        var kinds = Enumerable.Range(0, options.Subscribers).Select(population.BehaviourOf).ToArray();
        var byWeek = Enum.GetValues<BehaviourKind>().ToDictionary(static kind => kind, static _ => new long[9]);
        foreach (var record in Records(options))
        {
            if (record.Subscriber < 0) continue;
            var day = DateOnly.ParseExact(record.Day.ToString(System.Globalization.CultureInfo.InvariantCulture), "yyyyMMdd").DayNumber - options.FirstDay.DayNumber;
            byWeek[kinds[record.Subscriber].Kind][day / 7]++;
            Assert.True(kinds[record.Subscriber].LeavingDay < 0 || day < kinds[record.Subscriber].LeavingDay, "Whoever has left uses nothing.");
        }

        double Change(BehaviourKind kind) => byWeek[kind][7] / (double)byWeek[kind][0] / (byWeek[BehaviourKind.Steady][7] / (double)byWeek[BehaviourKind.Steady][0]);
        Assert.InRange(Change(BehaviourKind.Growing), 3.5, 5.5);
        Assert.InRange(Change(BehaviourKind.Fading), 0.1, 0.2);
        Assert.InRange(Change(BehaviourKind.Leaving), 0.2, 0.7);
        Assert.InRange(kinds.Count(static one => one.Kind == BehaviourKind.Steady) / 3_000.0, 0.65, 0.75);
        Assert.InRange(kinds.Count(static one => one.Kind == BehaviourKind.Leaving) / 3_000.0, 0.03, 0.07);
        Assert.All(kinds, static one => Assert.Equal(one.Kind == BehaviourKind.Leaving, one.LeavingDay >= 0));
    }

    [Fact]
    public void Irregular_subscribers_have_weeks_of_nothing_and_weeks_of_much()
    {
        var one = new Behaviour(BehaviourKind.Irregular, -1, 42);
        var weeks = Enumerable.Range(0, 40).Select(week => Enumerable.Range(0, 7).Select(day => one.Factor((7 * week) + day)).Distinct().Single()).ToArray();
        Assert.Contains(0, weeks);
        Assert.Contains(3, weeks);
    }

    private static IEnumerable<GeneratedRecord> Records(GeneratorOptions options)
    {
        var generator = new UsageGenerator(options);
        while (generator.NextDay())
        {
            while (generator.TryNext(out var record)) yield return record;
        }
    }

    private static string Digest(GeneratorOptions options)
    {
        var generator = new UsageGenerator(options);
        var encoder = new GeneratedRecordEncoder(options.UtcOffsetMinutes);
        var hash = new XxHash3();
        for (var index = 0; index < options.Subscribers; index++) hash.Append(System.Text.Encoding.UTF8.GetBytes(generator.Population[index].ToString()));
        var sequence = 0ul;
        while (generator.NextDay())
        {
            using var batch = new UsageBatchBuffer();
            while (generator.TryNext(out var record)) encoder.AddTo(batch, record);
            hash.Append(batch.Frame(++sequence).Span);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
