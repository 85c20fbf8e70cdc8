using CustomerGrains.Cli.Output;

namespace CustomerGrains.Cli.Bench.Know;

/// <summary>Answer times of one kind of question.</summary>
internal sealed class AnswerTimes(string name)
{
    private readonly LatencyHistogram _times = new();
    private long _asked;

    public void Add(TimeSpan took)
    {
        Interlocked.Increment(ref _asked);
        _times.Add(took);
    }

    public KnowReport.Question ToReport() => new(
        name, Interlocked.Read(ref _asked), Milliseconds(0.5), Milliseconds(0.95), Milliseconds(0.99), _times.Max.TotalMilliseconds);

    private double Milliseconds(double share) => _times.Quantile(share).TotalMilliseconds;
}
