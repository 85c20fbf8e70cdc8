using CustomerGrains.Cli.Demo;
using CustomerGrains.Cli.Generation;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Xunit.Abstractions;

namespace CustomerGrains.Cli.Tests;

/// <summary>
/// The generator's truth is found again: files as <c>generate</c> writes them, through <c>import</c> and <c>replay</c> into a server, which is then
/// asked how each subscriber uses. The first seed is one that the policy's bounds were looked at with, the second was held out.
/// </summary>
public sealed class PatternsFoundAgainTests(ITestOutputHelper output) : IDisposable
{
    private const int Days = 60;

    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("customergrains-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(11)]
    [InlineData(20_261)]
    public async Task After_sixty_days_the_server_says_what_was_generated(int seed)
    {
        var options = new GeneratorOptions { Subscribers = 3_000, Days = Days, RecordsPerDay = 10_020, Seed = (ulong)seed };
        await Cli.SucceedAsync("generate", "--out", _folder.FullName, "--subscribers", "3000", "--days", "60", "--records-per-day", "10020", "--seed", $"{seed}");
        await using var server = await TestServer.StartAsync();
        var mapping = Path.Combine(AppContext.BaseDirectory, "Mappings", "generated.json");
        await Cli.SucceedAsync("import", Path.Combine(_folder.FullName, "subscribers.csv"), "-m", mapping, "-s", server.Address);
        await Cli.SucceedAsync("replay", Path.Combine(_folder.FullName, "usage.csv"), "-m", mapping, "-s", server.Address, "--streams", "2");

        using var client = new CustomerGrainsClient(new Uri(server.Address));
        var population = new Population(options);
        var table = new PatternTable();
        foreach (var indices in Enumerable.Range(0, options.Subscribers).Chunk(32))
        {
            var said = await Task.WhenAll(indices.Select(index => client.Subscribers.GetSubscriberAsync(new GetSubscriberRequest { SubscriberId = Population.Id(index) }).ResponseAsync));
            foreach (var (index, subscriber) in indices.Zip(said)) table.Add(population.BehaviourOf(index), Days - 1, subscriber.Insight.UsagePattern.Pattern);
        }

        output.WriteLine($"{"generated as \\ said",-28}{string.Concat(PatternTable.Columns.Select(static pattern => $"{PatternTable.Name(pattern),14}"))}");
        foreach (var (name, counts) in table.Rows) output.WriteLine($"{name,-28}{string.Concat(counts.Select(static count => $"{count,14}"))}");
        foreach (var kind in Enum.GetValues<BehaviourKind>().Where(static kind => kind != BehaviourKind.Steady))
        {
            var (recall, precision) = (table.Recall(kind), table.Precision(kind));
            output.WriteLine($"{kind}: recall {recall:0.000}, precision {precision:0.000}");
            Assert.True(recall >= 0.9 && precision >= 0.8, $"{kind}: recall {recall:0.000}, precision {precision:0.000}");
        }
        Assert.Equal(options.Subscribers, table.Rows.Sum(static row => row.Counts.Sum()));
    }
}
