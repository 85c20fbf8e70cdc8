using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>
/// An object that grains call back. It is held weakly, one call at a time runs, in the order of arrival, and when the object is gone
/// its callers are told so at once instead of by a time-out: delivery is best effort.
/// </summary>
internal sealed class ObserverTarget(IGrainObserver observer) : IThreadPoolWorkItem
{
    /// <summary>The type part of observers' ids.</summary>
    public static readonly GrainType Type = GrainType.Create("sys.client");

    private readonly WeakReference<IGrainObserver> _observer = new(observer);
    private readonly Queue<GrainCall> _waiting = new();
    private bool _running;
    private bool _deleted;

    public void Delete()
    {
        lock (_waiting)
            _deleted = true;
    }

    public void Post(GrainCall call)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(call);
            if (_running)
                return;
            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        while (TryTake(out var call, out var deleted))
        {
            if (deleted || !_observer.TryGetTarget(out var target))
                call.Fail(new ClientNotAvailableException($"The observer {call.Proxy} is gone."));
            else if (!call.IsAnswered)
                await call.Run(target, null).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool TryTake(out GrainCall call, out bool deleted)
    {
        lock (_waiting)
        {
            deleted = _deleted;
            _running = _waiting.TryDequeue(out call!);
            return _running;
        }
    }
}
