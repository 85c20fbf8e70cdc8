using System.IO.Hashing;
using CustomerGrains.Cli.Generation;
using CustomerGrains.Client;
using Xunit.Abstractions;

namespace CustomerGrains.Cli.Tests;

public sealed class GeneratorTests(ITestOutputHelper output)
{
    private static readonly GeneratorOptions Small = new() { Subscribers = 500, Days = 3, RecordsPerDay = 5_000, DuplicateOneIn = 100, ConflictOneIn = 200, UnknownOneIn = 150, BrokenOneIn = 300 };

    /// <summary>Everything that comes out, in one number: another one means that the same seed makes another month.</summary>
    [Fact]
    public void The_same_seed_makes_the_same_bytes_for_ever() => Assert.Equal("880ab89e2d965625", Digest(Small));

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
        Assert.Equal(generator.CountAll(), received);
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
    public void Friday_is_the_busiest_day_and_Sunday_the_quietest()
    {
        var options = new GeneratorOptions { Subscribers = 1_000, Days = 28, RecordsPerDay = 5_000 };
        var population = new Population(options);
        var byWeekday = new long[7];
        foreach (var record in Records(options).Where(record => record.Subscriber >= 0 && population.BehaviourOf(record.Subscriber).Kind == BehaviourKind.Steady))
            byWeekday[(int)DateTimeOffset.FromUnixTimeSeconds(record.StartTime).ToOffset(TimeSpan.FromHours(8)).DayOfWeek]++;
        Assert.Equal(byWeekday.Max(), byWeekday[(int)DayOfWeek.Friday]);
        Assert.Equal(byWeekday.Min(), byWeekday[(int)DayOfWeek.Sunday]);
        Assert.InRange(byWeekday[(int)DayOfWeek.Friday] / (byWeekday.Sum() / 7.0), 1.09, 1.15);
        Assert.InRange(byWeekday[(int)DayOfWeek.Sunday] / (byWeekday.Sum() / 7.0), 0.85, 0.91);
    }

    [Fact]
    public void Brands_plans_and_tenure_are_those_of_an_operator()
    {
        var options = new GeneratorOptions { Subscribers = 20_000 };
        var population = new Population(options);
        var subscribers = Enumerable.Range(0, options.Subscribers).Select(index => population[index]).ToArray();
        var brands = subscribers.CountBy(static one => one.Brand).ToDictionary();
        Assert.InRange(brands["GoTone"], 3_700, 4_300);
        Assert.InRange(brands["Easyown"], 9_600, 10_400);
        Assert.InRange(brands["M-Zone"], 5_600, 6_400);
        Assert.Equal(6, subscribers.Select(static one => one.Plan).Distinct().Count());
        Assert.All(subscribers, static one => Assert.StartsWith(one.Brand.Replace("-", "", StringComparison.Ordinal), one.Plan, StringComparison.OrdinalIgnoreCase));

        var start = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(8)).ToUnixTimeSeconds();
        var tenures = subscribers.Select(one => (start - one.Activation) / 86_400.0).Order().ToArray();
        Assert.InRange(tenures[0], 1, 2);
        Assert.InRange(tenures[^1], 3_600, 3_651);
        Assert.InRange(tenures.Count(static days => days < 365) / 20_000.0, 0.30, 0.33);
    }

    [Fact]
    public void Whoever_has_left_uses_nothing_and_irregular_subscribers_have_spells_of_much_and_of_nothing()
    {
        var leaving = new Behaviour(BehaviourKind.Leaving, 40, 1);
        Assert.Equal(1, leaving.Factor(20));
        Assert.Equal(0.5, leaving.Factor(33));
        Assert.All(Enumerable.Range(40, 100), day => Assert.Equal(0, leaving.Factor(day)));

        var irregular = new Behaviour(BehaviourKind.Irregular, -1, 42);
        var days = Enumerable.Range(0, 400).Select(irregular.Factor).ToArray();
        Assert.Contains(0, days);
        Assert.Contains(3.5, days);
        Assert.InRange(days.Average(), 1.0, 1.6);
        var silence = 0;
        foreach (var day in days)
        {
            silence = day == 0 ? silence + 1 : 0;
            Assert.InRange(silence, 0, 12);
        }
    }

    [Fact]
    public void Kinds_have_their_shares_and_only_leaving_ones_a_day_of_leaving()
    {
        var population = new Population(new GeneratorOptions { Subscribers = 20_000 });
        var kinds = Enumerable.Range(0, 20_000).Select(population.BehaviourOf).ToArray();
        double Share(BehaviourKind kind) => kinds.Count(one => one.Kind == kind) / 20_000.0;
        Assert.InRange(Share(BehaviourKind.Steady), 0.68, 0.72);
        Assert.InRange(Share(BehaviourKind.Growing), 0.07, 0.09);
        Assert.InRange(Share(BehaviourKind.Fading), 0.07, 0.09);
        Assert.InRange(Share(BehaviourKind.Irregular), 0.08, 0.10);
        Assert.InRange(Share(BehaviourKind.Leaving), 0.04, 0.06);
        Assert.All(kinds, static one => Assert.InRange(one.LeavingDay, one.Kind == BehaviourKind.Leaving ? 10 : -1, one.Kind == BehaviourKind.Leaving ? 89 : -1));
    }

    /// <summary>
    /// That the truth can be found again in the sums of days is what it is for. Those who leave within the last two weeks or later count
    /// as neither: nobody can know.
    /// </summary>
    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void The_behaviours_can_be_told_apart_by_the_sums_of_days(int days)
    {
        var options = new GeneratorOptions { Subscribers = 3_000, Days = days, RecordsPerDay = 10_020, DuplicateOneIn = 0, ConflictOneIn = 0 };
        var population = new Population(options);
        var sums = new int[options.Subscribers][];
        for (var index = 0; index < sums.Length; index++) sums[index] = new int[days];
        var generator = new UsageGenerator(options);
        for (var day = 0; generator.NextDay(); day++)
        {
            while (generator.TryNext(out var record))
            {
                if (record.Subscriber >= 0) sums[record.Subscriber][day]++;
            }
        }

        var found = Enumerable.Range(0, options.Subscribers)
            .Select(index => (Truth: population.BehaviourOf(index), Found: BehaviourReader.Read(sums[index])))
            .Where(one => one.Truth.LeavingDay <= days - 14)
            .ToArray();

        foreach (var kind in Enum.GetValues<BehaviourKind>().Where(static kind => kind != BehaviourKind.Steady))
        {
            var right = found.Count(one => one.Truth.Kind == kind && one.Found == kind);
            var recall = right / (double)found.Count(one => one.Truth.Kind == kind);
            var precision = right / (double)found.Count(one => one.Found == kind);
            output.WriteLine($"{days} days, {kind}: recall {recall:0.000}, precision {precision:0.000}; found: {string.Join(", ", found.Where(one => one.Found == kind).CountBy(static one => one.Truth.Kind).Select(static pair => $"{pair.Value} {pair.Key}"))}");
            Assert.True(recall > 0.9 && precision > 0.8, $"{kind}: recall {recall}, precision {precision}");
        }
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
