using System.Diagnostics;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cli.Bench;

/// <summary>Takes the samples of a benchmark.</summary>
internal sealed class BenchMeter(CustomerGrainsClient client, FeedMeter feed)
{
    private readonly List<BenchSample> _samples = [];
    private TimeSpan _lastElapsed = feed.Elapsed;
    private TimeSpan _lastCpu = Environment.CpuUsage.TotalTime;
    private long _lastAcked = feed.Acked;
    private long _lastWritten = Machine.BytesWritten();

    /// <summary>The samples so far.</summary>
    public IReadOnlyList<BenchSample> Samples => _samples;

    /// <summary>The server's totals since it started.</summary>
    public Task<Statistics> StatisticsAsync(CancellationToken cancellationToken) => Persistence.CallAsync(() => Ask(cancellationToken), cancellationToken);

    /// <summary>Takes one.</summary>
    /// <returns>Null when the server cannot be asked just now: the feed outlives a restart, and so does its benchmark.</returns>
    public async Task<BenchSample?> SampleAsync(CancellationToken cancellationToken)
    {
        Statistics statistics;
        try
        {
            statistics = await Ask(cancellationToken);
        }
        catch (RpcException exception) when (Persistence.IsPassing(exception.StatusCode))
        {
            return null;
        }

        var elapsed = feed.Elapsed;
        var cpu = Environment.CpuUsage.TotalTime;
        var acked = feed.Acked;
        var written = Machine.BytesWritten();
        var seconds = (elapsed - _lastElapsed).TotalSeconds;
        var sample = new BenchSample(
            Math.Round(elapsed.TotalSeconds, 1),
            Math.Round((acked - _lastAcked) / seconds),
            feed.Latency.Quantile(0.5).TotalMilliseconds,
            feed.Latency.Quantile(0.99).TotalMilliseconds,
            Math.Round((cpu - _lastCpu).TotalSeconds / seconds / Environment.ProcessorCount, 3),
            Math.Round((written - _lastWritten) / seconds / 1e6, 1),
            Math.Round(Process.GetCurrentProcess().WorkingSet64 / 1e6),
            statistics.Checkpoints,
            statistics.SegmentsTrimmed,
            statistics.ActiveGrains);
        (_lastElapsed, _lastCpu, _lastAcked, _lastWritten) = (elapsed, cpu, acked, written);
        _samples.Add(sample);
        return sample;
    }

    private AsyncUnaryCall<Statistics> Ask(CancellationToken cancellationToken) =>
        client.Operations.GetStatisticsAsync(new GetStatisticsRequest(), cancellationToken: cancellationToken);
}
