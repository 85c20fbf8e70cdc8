using System.Threading.Channels;

namespace CustomerGrains.Server.Tests.Wire;

/// <summary>The system's time, but for waits of exactly one length, which end when the test says so.</summary>
internal sealed class HeldTime(TimeSpan held) : TimeProvider
{
    private readonly Channel<Action> _waits = Channel.CreateUnbounded<Action>();

    /// <summary>Ends the first such wait, once there is one.</summary>
    public async Task ReleaseAsync() => (await _waits.Reader.ReadAsync(Patience.Token))();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != held) return base.CreateTimer(callback, state, dueTime, period);
        _waits.Writer.TryWrite(() => callback(state));
        return base.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
