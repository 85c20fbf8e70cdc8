using CustomerGrains.Domain.Time;

namespace CustomerGrains.Cli.Generation;

/// <summary>A business clock that stands at one time, for folding made-up records without a server: everything is possible then.</summary>
/// <param name="now">Milliseconds since 1970-01-01 UTC.</param>
internal sealed class RecordClock(long now) : IBusinessClock
{
    public long Now => now;

    public long Stamp() => now << 12;

    public void Observe(long eventTime)
    {
    }

    public TimeVerdict Judge(long eventTime) => TimeVerdict.Possible;

    public TimeVerdict Judge(long eventTime, long receivedAt) => TimeVerdict.Possible;
}
