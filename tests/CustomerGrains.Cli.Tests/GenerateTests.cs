using System.Text.Json;
using CustomerGrains.Cli.Generation;
using CustomerGrains.Cli.Generation.Files;
using CustomerGrains.Cli.Mapping;
using CustomerGrains.Cli.Replay.Files;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Tests;

/// <summary>The files of <c>generate</c>, and what becomes of them.</summary>
public sealed class GenerateTests : IDisposable
{
    private static readonly string[] Small = ["--subscribers", "120", "--days", "4", "--records-per-day", "2500", "--seed", "5"];
    private static readonly string[] Other = [.. Small[..^1], "6"];

    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("customergrains-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes()
    {
        await Cli.SucceedAsync(["generate", "--out", Folder("a"), .. Small]);
        await Cli.SucceedAsync(["generate", "--out", Folder("b"), .. Small]);
        await Cli.SucceedAsync(["generate", "--out", Folder("c"), .. Other]);
        foreach (var file in new[] { "subscribers.csv", "usage.csv", "truth.csv", "truth.json" })
        {
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Folder("a"), file)), await File.ReadAllBytesAsync(Path.Combine(Folder("b"), file)));
            Assert.NotEqual(await File.ReadAllBytesAsync(Path.Combine(Folder("a"), file)), await File.ReadAllBytesAsync(Path.Combine(Folder("c"), file)));
        }

    }

    [Fact]
    public async Task Files_that_are_there_are_replaced_only_by_force_and_none_is_left_half_written()
    {
        await Cli.SucceedAsync(["generate", "--out", Folder("a"), .. Small]);
        var before = await File.ReadAllBytesAsync(Path.Combine(Folder("a"), "usage.csv"));
        var again = await Cli.RunAsync(["generate", "--out", Folder("a"), .. Other]);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("subscribers.csv is there already; name another folder with --out, or replace it with --force", again.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(Folder("a"), "usage.csv")));
        await Cli.SucceedAsync(["generate", "--out", Folder("a"), "--force", .. Other]);
        Assert.NotEqual(before, await File.ReadAllBytesAsync(Path.Combine(Folder("a"), "usage.csv")));

        using var interrupted = new CancellationTokenSource();
        var files = new GeneratedFiles(new GeneratorOptions { Subscribers = 120, Days = 4, RecordsPerDay = 2_500 }, [RecordFormat.Csv, RecordFormat.Ndjson], Folder("b"), replace: false);
        Assert.ThrowsAny<OperationCanceledException>(() => files.Write((_, _) => interrupted.Cancel(), interrupted.Token));
        Assert.Empty(System.IO.Directory.EnumerateFileSystemEntries(Folder("b")));
    }

    [Fact]
    public async Task Progress_is_told_and_both_formats_are_written_at_once()
    {
        var generated = await Cli.SucceedAsync("generate", "--out", Folder("a"), "--subscribers", "10", "--days", "25", "--records-per-day", "100", "--format", "csv", "ndjson");
        Assert.Equal(3, generated.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("25 of 25 days", generated.Error, StringComparison.Ordinal);
        Assert.Contains("usage.csv: received", generated.Out, StringComparison.Ordinal);
        Assert.Contains("usage.ndjson: received", generated.Out, StringComparison.Ordinal);
        var lines = await Task.WhenAll(new[] { "usage.csv", "usage.ndjson" }.Select(file => File.ReadAllLinesAsync(Path.Combine(Folder("a"), file))));
        Assert.Equal(lines[0].Length - 1, lines[1].Length);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    public async Task The_files_hold_the_very_records_that_the_demo_sends(string format)
    {
        await Cli.SucceedAsync(["generate", "--out", Folder("a"), "--format", format, .. Small]);
        var options = new GeneratorOptions { Subscribers = 120, Days = 4, RecordsPerDay = 2_500, Seed = 5 };
        var generator = new UsageGenerator(options);
        var encoder = new GeneratedRecordEncoder(options.UtcOffsetMinutes);
        var path = Path.Combine(Folder("a"), "usage." + format);
        using IRecordFile file = format == "csv" ? new CsvRecordFile(path, MappingFile.Load(Shipped), 1) : new CloudEventFile(path, 1);
        var text = new byte[GeneratedRecordEncoder.TextLength];
        var expected = new byte[1024];
        var count = 0;
        while (generator.NextDay())
        {
            while (generator.TryNext(out var record))
            {
                var fields = encoder.Fields(record, text);
                var length = UsageRecordEncoder.Write(expected, fields);
                Assert.True(file.TryRead(out var outcome, out var read));
                Assert.Equal(RowOutcome.Mapped, outcome);
                Assert.Equal(expected[..length], read.Bytes.ToArray());
                count++;
            }
        }

        Assert.False(file.TryRead(out _, out _));
        Assert.Equal(generator.CountAll(), count);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    public async Task A_server_that_is_sent_the_files_has_the_truth(string format)
    {
        await using var server = await TestServer.StartAsync();
        var folder = Folder("a");
        await Cli.SucceedAsync(["generate", "--out", folder, "--format", format, .. Small]);
        await Cli.SucceedAsync("import", Path.Combine(folder, "subscribers.csv"), "-m", Shipped, "-s", server.Address);
        string[] mapping = format == "csv" ? ["-m", Shipped] : [];
        var replay = (await Cli.SucceedAsync(["replay", Path.Combine(folder, "usage." + format), .. mapping, "-s", server.Address, "--json", "--streams", "2"])).Json;
        var truth = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "truth.json"))).RootElement;
        foreach (var member in new[] { "received", "applied", "duplicate", "conflict", "rejected" }) Assert.Equal(truth.GetProperty(member).GetInt64(), replay.GetProperty(member).GetInt64());
        foreach (var reason in truth.GetProperty("reasons").EnumerateObject()) Assert.Equal(reason.Value.GetInt64(), replay.GetProperty("reasons").TryGetProperty(reason.Name, out var count) ? count.GetInt64() : 0);

        var rows = (await File.ReadAllLinesAsync(Path.Combine(folder, "truth.csv"))).Skip(1).Select(static line => line.Split(',')).ToArray();
        Assert.Equal(120, rows.Length);
        var subscribers = (await Cli.SucceedAsync(["get", .. rows.Select(static row => row[0]), "--json", "-s", server.Address])).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var (row, line) in rows.Zip(subscribers))
        {
            var months = JsonDocument.Parse(line).RootElement.GetProperty("months").EnumerateArray().Select(static month => month.GetProperty("services")).ToArray();
            long Sum(string service, string member) => months.Sum(services => services.TryGetProperty(service, out var usage) ? usage.GetProperty(member).GetInt64() : 0);
            Assert.Equal(row[3..8].Select(long.Parse), [Sum("voice", "count"), Sum("voice", "duration_seconds"), Sum("sms", "count"), Sum("data", "count"), Sum("data", "octets")]);
        }
    }

    private static string Shipped => Path.Combine(AppContext.BaseDirectory, "Mappings", "generated.json");

    private string Folder(string name) => Path.Combine(_folder.FullName, name);
}
