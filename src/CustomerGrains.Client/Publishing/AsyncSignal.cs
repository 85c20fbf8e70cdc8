namespace CustomerGrains.Client;

/// <summary>
/// Wakes one waiter, now or when it comes: any number of <see cref="Set"/> before a wait wake it once. The waiter looks at the
/// state again after every wake, so a wake too many does no harm and none is ever missed.
/// </summary>
internal sealed class AsyncSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiter;
    private bool _set;

    public void Set()
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            waiter = _waiter;
            _waiter = null;
            if (waiter is null) _set = true;
        }

        waiter?.TrySetResult();
    }

    /// <summary>Completes at the next <see cref="Set"/>, or at once after an earlier one. One waiter at a time.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_set)
            {
                _set = false;
                return Task.CompletedTask;
            }

            // A waiter that was cancelled may have left its source behind; the new one takes its place.
            _waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task.WaitAsync(cancellationToken);
        }
    }
}
