namespace CustomerGrains.Interop.Tests.Server;

/// <summary>One named call, or several of one name that wait for each other.</summary>
internal sealed class CallState
{
    private readonly TaskCompletionSource _begun = New();
    private readonly TaskCompletionSource _released = New();
    private readonly TaskCompletionSource _together = New();
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;
    private int _written;

    public Task Begun => _begun.Task;

    public Task Released => _released.Task;

    /// <summary>Whether the call was cancelled, once its method is over.</summary>
    public Task<bool> Ended => _ended.Task;

    public int Written => Volatile.Read(ref _written);

    public void Begin() => _begun.TrySetResult();

    public void Release() => _released.TrySetResult();

    public void End(bool isCancelled) => _ended.TrySetResult(isCancelled);

    public void CountWritten() => Interlocked.Increment(ref _written);

    /// <summary>Done when <paramref name="count"/> calls have come here.</summary>
    public Task Together(int count)
    {
        if (Interlocked.Increment(ref _arrived) >= count) _together.TrySetResult();
        return _together.Task;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
