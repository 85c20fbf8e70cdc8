using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>The timers of an activation.</summary>
internal sealed partial class Activation
{
    public IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        if (Current != this)
            throw new InvalidOperationException("A grain registers its timers in its own turns.");
        var timer = new GrainTimer(this, callback, options);
        lock (this)
            (EnterQueue().Timers ??= []).Add(timer);
        timer.Start();
        return timer;
    }

    public void Forget(GrainTimer timer)
    {
        lock (this)
            _queue?.Timers?.Remove(timer);
    }

    private void StopTimers()
    {
        GrainTimer[] timers;
        lock (this)
            timers = _queue?.Timers?.ToArray() ?? [];
        foreach (var timer in timers)
            timer.Dispose();
    }
}
