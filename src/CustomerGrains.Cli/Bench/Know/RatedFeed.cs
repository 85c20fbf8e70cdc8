using CustomerGrains.Cli.Output;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Bench.Know;

/// <summary>One stream of records, so many a second: a batch goes when its time has come, and at once while the stream is behind.</summary>
internal sealed class RatedFeed(KnowOptions options, FeedMeter meter, byte[] msisdns)
{
    private const int Window = 32;

    /// <summary>Sends until <paramref name="ending"/>, and returns when everything is answered.</summary>
    public async Task RunAsync(CustomerGrainsClient client, CancellationToken ending, CancellationToken cancellationToken)
    {
        var run = (uint)Random.Shared.Next();
        var perDay = (int)Math.Max(1, 86_400L * options.Rate / options.Subscribers);
        var records = new BenchRecords(run, 0, 1, msisdns.Length / BenchRecords.NumberLength, perDay, msisdns, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        await using var publisher = await client.OpenPublisherAsync("bench", $"{run:x8}", new UsagePublisherOptions { Window = Window, OnAck = meter.Add }, cancellationToken);
        var started = TimeProvider.System.GetTimestamp();
        for (var sent = 0L; !ending.IsCancellationRequested; sent += options.Batch)
        {
            var ahead = TimeSpan.FromSeconds(sent / (double)options.Rate) - TimeProvider.System.GetElapsedTime(started);
            if (ahead > TimeSpan.Zero) await Task.Delay(ahead, cancellationToken);
            var batch = new UsageBatchBuffer(options.Batch * 96);
            records.Fill(batch, options.Batch);
            await publisher.PublishAsync(batch, cancellationToken);
        }
        await publisher.CloseAsync(cancellationToken);
    }
}
