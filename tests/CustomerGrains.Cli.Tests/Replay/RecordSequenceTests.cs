using System.Globalization;
using System.Text;
using CustomerGrains.Cli.Mapping;
using CustomerGrains.Cli.Replay;
using CustomerGrains.Cli.Replay.Files;
using CustomerGrains.Cli.Replay.Ordering;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Tests.Replay;

/// <summary>What order and which batches a file's records are sent in.</summary>
public sealed class RecordSequenceTests : IDisposable
{
    private static readonly MappingFile Mapping = MappingFile.Parse("""
        { "record": { "id": { "template": "{n}" }, "recordType": { "constant": 0 }, "msisdn": "user", "otherParty": "text", "startTime": { "column": "at", "format": "unix" } } }
        """);

    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("customergrains-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(16)]
    [InlineData(200)]
    [InlineData(2_000)]
    public void A_sort_that_does_not_fit_into_memory_gives_the_same_as_one_that_does(int kilobytes)
    {
        // Some 3 MB of records with many equal times and lengths of all kinds.
        var file = Rows(20_000, seed: kilobytes);
        var expected = Read(file, 1 << 30, out var noRuns);
        var actual = Read(file, kilobytes << 10, out var runs);
        Assert.Equal(0, noRuns);
        Assert.True(runs > 1);
        Assert.Equal(expected, actual);
        Assert.Equal(expected.OrderBy(static record => record.Time).ThenBy(static record => record.Line), actual);
        Assert.Equal(20_000, actual.Count);
    }

    [Fact]
    public void Too_many_temporary_files_are_one_sentence()
    {
        var file = Rows(600, seed: 1);
        var problem = Assert.Throws<CliException>(() => Read(file, 1, out _));
        Assert.Contains("--sort-megabytes", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_records_of_the_file_are_those_of_a_limit()
    {
        var file = Rows(100, seed: 3);
        using var order = TimeOrder.Read(Open(file), 10, 1 << 20, new RowTally(), CancellationToken.None);
        Assert.Equal(10, order.Total);
        Assert.Equal(Enumerable.Range(2, 10).Select(static line => (long)line), All(order).Select(static record => record.Line).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Every_record_stands_once_in_a_batch_of_its_numbers_stream(int parts)
    {
        var file = Rows(1_003, seed: 4);
        using var order = TimeOrder.Read(new CsvRecordFile(file, Mapping, parts), long.MaxValue, 10_000, new RowTally(), CancellationToken.None);
        using var batches = new BatchSplitter(order, parts, 10);
        var numbers = File.ReadLines(file).Select(static line => line.Split(',')[1]).ToArray();
        var lines = new List<long>();
        var partOf = new Dictionary<string, int>();
        var last = new long[parts];
        while (batches.Next() is { } batch)
        {
            using (batch)
            {
                Assert.InRange(batch.Part, 0, parts - 1);
                Assert.True(last[batch.Part] <= batch.LastTime, "Within a stream the order is kept.");
                last[batch.Part] = batch.LastTime;
                foreach (var line in batch.Lines.AsSpan(0, batch.Records.Count))
                {
                    lines.Add(line);
                    Assert.Equal(batch.Part, partOf.TryGetValue(numbers[line - 1], out var part) ? part : partOf[numbers[line - 1]] = batch.Part);
                }
            }
        }

        Assert.Equal(Enumerable.Range(2, 1_003).Select(static line => (long)line), lines.Order());
        Assert.Equal(parts, partOf.Values.Distinct().Count());
    }

    private static List<(long Time, long Line, string Id)> Read(string file, long bytes, out int runs)
    {
        using var order = TimeOrder.Read(Open(file), long.MaxValue, bytes, new RowTally(), CancellationToken.None);
        runs = order.Runs;
        return All(order);
    }

    private static List<(long Time, long Line, string Id)> All(TimeOrder order)
    {
        var records = new List<(long, long, string)>();
        while (order.TryNext(out var record))
        {
            var message = UsageRecord.Parser.ParseFrom(record.Bytes);
            Assert.Equal(record.Time, message.StartTime.Seconds);
            records.Add((record.Time, record.Line, message.Id));
        }

        return records;
    }

    private static CsvRecordFile Open(string file) => new(file, Mapping, parts: 1);

    private string Rows(int count, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("n,user,at,text\n");
        for (var n = 0; n < count; n++) text.Append(CultureInfo.InvariantCulture, $"{n},8613800000{random.Next(100):000},{1_700_000_000 + random.Next(200)},{new string('x', random.Next(300))}\n");
        var path = Path.Combine(_folder.FullName, $"{seed}.csv");
        File.WriteAllText(path, text.ToString());
        return path;
    }
}
