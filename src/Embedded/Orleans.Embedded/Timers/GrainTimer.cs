using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>
/// A timer of one activation. Each tick is a turn; the next is set only when it has ended, so that ticks never pile up.
/// </summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _ticking;
    private bool _changed;
    private bool _disposed;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Check(options.DueTime, options.Period);
        _activation = activation;
        _callback = callback;
        _options = options;
        _dueTime = options.DueTime;
        _period = options.Period;

        // What runs later must not carry the async locals of whoever registered it.
        using (ExecutionContext.SuppressFlow())
            _timer = activation.Class.Host.Clock.CreateTimer(static timer => ((GrainTimer)timer!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool KeepAlive => _options.KeepAlive;

    public CancellationToken Stopped => _stopped.Token;

    public void Start() => _timer.Change(_dueTime, Timeout.InfiniteTimeSpan);

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, period);
        lock (_lock)
        {
            if (_disposed)
                return;
            (_dueTime, _period, _changed) = (dueTime, period, true);

            // While a tick runs, its end sets the timer.
            if (!_ticking)
                _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
        }

        _timer.Dispose();
        _stopped.Cancel();
        _activation.Forget(this);
    }

    public Task InvokeAsync()
    {
        lock (_lock)
            _changed = false;
        return _callback(_stopped.Token);
    }

    /// <summary>A tick has ended.</summary>
    public void Ticked()
    {
        lock (_lock)
        {
            _ticking = false;
            if (!_disposed)
                _timer.Change(_changed ? _dueTime : _period, Timeout.InfiniteTimeSpan);
        }
    }

    private static void Check(TimeSpan dueTime, TimeSpan period)
    {
        // The limits of the platform's timers.
        var longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.InfiniteTimeSpan);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dueTime, longest);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.InfiniteTimeSpan);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, longest);
    }

    private void Due()
    {
        lock (_lock)
        {
            if (_disposed || _ticking)
                return;
            _ticking = true;
        }

        // An activation that is gone has no use for it; the timer was, or is about to be, disposed of.
        _activation.TryPost(new TimerTick(this, _options.Interleave ? GrainCallOptions.AlwaysInterleave : GrainCallOptions.None));
    }
}
