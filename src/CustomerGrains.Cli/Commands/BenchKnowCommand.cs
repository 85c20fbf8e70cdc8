using System.CommandLine;
using CustomerGrains.Cli.Bench.Know;
using CustomerGrains.Cli.Output;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains bench know</c>.</summary>
internal static class BenchKnowCommand
{
    public static Command Create(Terminal terminal)
    {
        var defaults = new KnowOptions();
        var data = new Option<string?>("--data") { Description = "Empty folder for the store, on the disk to be measured. [default: a temporary one, deleted at the end]", HelpName = "DIR" };
        var subscribers = CommonOptions.Positive("--subscribers", "Subscribers.", defaults.Subscribers, least: 100);
        var rate = CommonOptions.Positive("--rate", "Records sent in a second.", defaults.Rate);
        var warmUp = CommonOptions.Positive("--warm-up-seconds", "How long to send before asking: the population is new, and the first ten uses of everybody change their classes.", defaults.WarmUpSeconds, least: 0);
        var seconds = CommonOptions.Positive("--seconds", "How long to send and ask.", defaults.Seconds);
        var batch = CommonOptions.Positive("--batch", "Records in a batch.", defaults.Batch);
        var checkpoint = CommonOptions.Positive("--checkpoint-seconds", "Least time between two checkpoints of the server.", defaults.CheckpointSeconds);
        var reviews = CommonOptions.Positive("--reviews-per-second", "Most subscribers reviewed in a second.", defaults.ReviewsPerSecond);
        var json = CommonOptions.Json();
        var command = new Command("know", "A million subscribers imported, then reports, searches, callers and how soon changes are listed, while usage comes in.")
        {
            data, subscribers, rate, warmUp, seconds, batch, checkpoint, reviews, json,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = new KnowOptions
            {
                Data = result.GetValue(data),
                Subscribers = result.GetValue(subscribers),
                Rate = result.GetValue(rate),
                WarmUpSeconds = result.GetValue(warmUp),
                Seconds = result.GetValue(seconds),
                Batch = result.GetValue(batch),
                CheckpointSeconds = result.GetValue(checkpoint),
                ReviewsPerSecond = result.GetValue(reviews),
                Json = result.GetValue(json),
            };
            var report = await new KnowBench(options, terminal).RunAsync(cancellationToken);
            if (options.Json) await terminal.Out.WriteLineAsync(JsonOutput.Of(report));
            else report.Write(terminal.Out);
            return report.Problems.Count == 0 ? 0 : CliException.Failed;
        });
        return command.WithHelp("""
            Examples:
              customergrains bench know --data /mnt/disk/bench
              customergrains bench know --subscribers 50000 --warm-up-seconds 10 --seconds 30

            Server, feed and everybody who asks share this machine. Business time is the machine's. "Listed" is measured by a search every 25 ms.
            """);
    }
}
