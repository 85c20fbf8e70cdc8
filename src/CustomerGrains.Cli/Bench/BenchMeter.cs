using System.Diagnostics;
using CustomerGrains.Cli.Output;
using CustomerGrains.Client;
using CustomerGrains.V1;

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

    /// <summary>The server's totals.</summary>
    public Task<Statistics> StatisticsAsync(CancellationToken cancellationToken) =>
        client.Operations.GetStatisticsAsync(new GetStatisticsRequest(), cancellationToken: cancellationToken).ResponseAsync;

    /// <summary>Takes one.</summary>
    public async Task<BenchSample> SampleAsync(CancellationToken cancellationToken)
    {
        var statistics = await StatisticsAsync(cancellationToken);
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
}
