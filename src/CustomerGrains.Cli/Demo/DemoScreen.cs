using CustomerGrains.Cli.Generation;
using CustomerGrains.Cli.Output;
using Spectre.Console;

namespace CustomerGrains.Cli.Demo;

/// <summary>Shows a feed at work: a live table on a terminal, a line now and then elsewhere.</summary>
internal sealed class DemoScreen(Terminal terminal, UsageGenerator generator, FeedMeter meter, long total)
{
    private static readonly TimeSpan LivePeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(2);

    /// <summary>Runs the feed and shows it meanwhile.</summary>
    public async Task RunAsync(Func<Task> feed)
    {
        if (terminal.IsInteractive)
        {
            await terminal.Screen.Live(Table()).StartAsync(async live =>
            {
                await using (new Periodic(LivePeriod, TimeProvider.System, () => live.UpdateTarget(Table()))) await feed();
            });
            return;
        }

        await using (new Periodic(LinePeriod, TimeProvider.System, () => terminal.Out.WriteLine($"  {generator.Day:yyyy-MM-dd}: {meter.Line(total)}"))) await feed();
    }

    private Table Table()
    {
        var table = new Table().Border(TableBorder.Rounded).Title("A month of usage, over gRPC");
        table.AddColumn("day").AddColumn(new TableColumn("acknowledged").RightAligned()).AddColumn(new TableColumn("of").RightAligned());
        table.AddColumn(new TableColumn("records/s").RightAligned()).AddColumn(new TableColumn("ack p50 ms").RightAligned());
        table.AddColumn(new TableColumn("ack p99 ms").RightAligned());
        table.AddRow(
            generator.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            Terminal.Count(meter.Acked),
            Terminal.Count(total),
            Terminal.Rate(meter.Rate),
            Terminal.Milliseconds(meter.Latency.Quantile(0.5)),
            Terminal.Milliseconds(meter.Latency.Quantile(0.99)));
        return table;
    }
}
