using CustomerGrains.Cli.Generation;
using CustomerGrains.Cli.Output;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Demo;

/// <summary>Publishes what a generator makes, a stream a day, as a mediation node does that closes a file at midnight.</summary>
internal sealed class DemoFeed(CustomerGrainsClient client, UsageGenerator generator, int utcOffsetMinutes, FeedMeter meter)
{
    /// <summary>The source's name.</summary>
    public const string Source = "demo";

    private const int BatchSize = 1_000;

    private readonly GeneratedRecordEncoder _encoder = new(utcOffsetMinutes);

    /// <summary>What was answered, over all streams.</summary>
    public UsageLedger Ledger { get; private set; } = new();

    /// <summary>The streams' ids so far.</summary>
    public List<string> Streams { get; } = [];

    /// <summary>Publishes all days.</summary>
    /// <exception cref="UsagePublishException">The server refuses a stream.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (generator.NextDay())
        {
            var stream = generator.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            Streams.Add(stream);
            var options = new UsagePublisherOptions { Resume = ResumeMode.Resend, OnAck = meter.Add };
            await using var publisher = await client.OpenPublisherAsync(Source, stream, options, cancellationToken);
            while (Fill() is { } batch) await publisher.PublishAsync(batch, cancellationToken);
            await publisher.CloseAsync(cancellationToken);
            Ledger = UsageLedger.Sum([Ledger, publisher.Ledger]);
        }
    }

    /// <summary>The next batch of the day, or null at its end.</summary>
    private UsageBatchBuffer? Fill()
    {
        var batch = new UsageBatchBuffer();
        while (batch.Count < BatchSize && generator.TryNext(out var record)) _encoder.AddTo(batch, record);
        if (batch.Count > 0) return batch;
        batch.Dispose();
        return null;
    }
}
