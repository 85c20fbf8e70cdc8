namespace Orleans.Embedded;

/// <summary>
/// The calls that wait for an end, in the order of their deadlines. All have the same time-out, so that a list in the order of
/// arrival is a list in the order of deadlines: adding and removing cost one short lock, and one timer serves all.
/// Split by thread, so that two cores seldom meet.
/// </summary>
internal sealed class PendingCalls : IDisposable
{
    private const int ShardCount = 16;

    private readonly Shard[] _shards = new Shard[ShardCount];
    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;
    private readonly long _timeoutTicks;
    private readonly ITimer _timer;

    public PendingCalls(TimeProvider clock, TimeSpan timeout)
    {
        _clock = clock;
        _timeout = timeout;
        _timeoutTicks = (long)(timeout.TotalSeconds * clock.TimestampFrequency);
        for (var i = 0; i < ShardCount; i++)
            _shards[i] = new Shard();

        // A call is told at most this much too late; never too early.
        var period = TimeSpan.FromMilliseconds(Math.Clamp(timeout.TotalMilliseconds / 10, 1, 1000));
        using (ExecutionContext.SuppressFlow())
            _timer = clock.CreateTimer(static calls => ((PendingCalls)calls!).Expire(), this, period, period);
    }

    public void Add(GrainCall call)
    {
        call.Deadline = _clock.GetTimestamp() + _timeoutTicks;
        var index = Environment.CurrentManagedThreadId % ShardCount;
        var shard = _shards[index];
        lock (shard)
        {
            call.PendingShard = index;
            call.PendingPrevious = shard.Last;
            if (shard.Last is { } last)
                last.PendingNext = call;
            else
                shard.First = call;
            shard.Last = call;
        }
    }

    public void Remove(GrainCall call)
    {
        var index = call.PendingShard;
        if (index < 0)
            return;
        var shard = _shards[index];
        lock (shard)
            shard.Unlink(call);
    }

    public void Dispose() => _timer.Dispose();

    private void Expire()
    {
        var now = _clock.GetTimestamp();
        foreach (var shard in _shards)
        {
            while (shard.TakeExpired(now) is { } call)
            {
                call.Fail(new TimeoutException(
                    $"No answer from {call.Proxy} to {call.MethodName} within {_timeout}. The outcome is unknown: the call may still run."));
            }
        }
    }

    private sealed class Shard
    {
        public GrainCall? First { get; set; }

        public GrainCall? Last { get; set; }

        public GrainCall? TakeExpired(long now)
        {
            lock (this)
            {
                if (First is not { } first || first.Deadline > now)
                    return null;
                Unlink(first);
                return first;
            }
        }

        public void Unlink(GrainCall call)
        {
            if (call.PendingShard < 0)
                return;
            if (call.PendingPrevious is { } previous)
                previous.PendingNext = call.PendingNext;
            else
                First = call.PendingNext;
            if (call.PendingNext is { } next)
                next.PendingPrevious = call.PendingPrevious;
            else
                Last = call.PendingPrevious;
            call.PendingPrevious = call.PendingNext = null;
            call.PendingShard = -1;
        }
    }
}
