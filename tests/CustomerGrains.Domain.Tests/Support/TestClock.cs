using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Tests.Support;

/// <summary>A clock that says what the test says.</summary>
internal sealed class TestClock : IBusinessClock
{
    private long _stamp;

    public long Now { get; set; } = 1_700_000_000_000;

    public Func<long, TimeVerdict> Verdict { get; set; } = _ => TimeVerdict.Possible;

    public List<long> Observed { get; } = [];

    public long Stamp() => _stamp = Math.Max(_stamp + 1, Now << Stamps.CounterBits);

    public void Observe(long eventTime) => Observed.Add(eventTime);

    public TimeVerdict Judge(long eventTime) => Verdict(eventTime);

    /// <summary>What records were received at that were judged by it.</summary>
    public List<long> ReceiptTimes { get; } = [];

    public TimeVerdict Judge(long eventTime, long receivedAt)
    {
        ReceiptTimes.Add(receivedAt);
        return Verdict(eventTime);
    }
}
