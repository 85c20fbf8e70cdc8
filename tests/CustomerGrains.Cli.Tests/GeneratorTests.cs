using System.IO.Hashing;
using CustomerGrains.Cli.Generation;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Tests;

public sealed class GeneratorTests
{
    private static readonly GeneratorOptions Small = new() { Subscribers = 500, Days = 3, RecordsPerDay = 5_000, DuplicateOneIn = 100, ConflictOneIn = 200, UnknownOneIn = 150 };

    /// <summary>Everything that comes out, in one number: another one means that the same seed makes another month.</summary>
    [Fact]
    public void The_same_seed_makes_the_same_bytes_for_ever() => Assert.Equal("5e13d566e3eee107", Digest(Small));

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
                if (!numbers.TryGetValue(record.Msisdn, out var subscriber)) rejected++;
                else if (!seen.TryGetValue((record.Day, record.Number), out var first)) { applied++; totals[subscriber].Add(record); }
                else if (first.Cell == record.Cell) duplicate++;
                else conflict++;
                seen.TryAdd((record.Day, record.Number), record);
            }
        }

        var truth = generator.Truth;
        Assert.Equal((received, applied, duplicate, conflict, rejected), (truth.Received, truth.Applied, truth.Duplicate, truth.Conflict, truth.Rejected));
        Assert.Equal(generator.TotalRecords, received);
        Assert.True(duplicate > 50 && conflict > 20 && rejected > 50);
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
