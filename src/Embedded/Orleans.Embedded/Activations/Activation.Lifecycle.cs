using Orleans.Storage;

namespace Orleans.Embedded;

/// <summary>From the first call to the end.</summary>
internal sealed partial class Activation
{
    private ActivationState _state;

    public Task Deactivated
    {
        get
        {
            lock (this)
            {
                if (_state == ActivationState.Gone)
                    return Task.CompletedTask;
                var queue = EnterQueue();
                var deactivated = queue.Deactivated ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                LeaveQueueIfQuiet();
                return deactivated.Task;
            }
        }
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        bool wake;
        CancellationTokenSource? starting = null;
        lock (this)
        {
            if (_state == ActivationState.Activating)
                starting = _queue?.Hurry;
            wake = BeginDeactivation(deactivationReason, cancellationToken) && TryOwn(_queue!);
        }

        // Whoever listens to the token runs here, so not under the lock.
        starting?.Cancel();
        if (wake)
            Wake();
    }

    /// <summary>
    /// Ends the activation if it was not used for <paramref name="ticks"/> ticks up to <paramref name="now"/>. A call that comes at
    /// the same moment either entered before, and then this finds it used, or finds the gate closed and goes to the next activation.
    /// </summary>
    public bool TryCollect(int now, int ticks, long timestamp)
    {
        if (now - Volatile.Read(ref _lastUse) <= ticks)
            return false;
        lock (this)
        {
            if (_state != ActivationState.Valid || Volatile.Read(ref _gate) is not (Gate.Idle or Gate.Queued))
                return false;
            var queue = EnterQueue();
            if (!queue.IsQuiet || HasStep(queue) || now - _lastUse <= ticks || queue.KeptUntil > timestamp)
            {
                LeaveQueueIfQuiet();
                return false;
            }

            BeginDeactivation(new(DeactivationReasonCode.ActivationIdle, "The activation was idle for its collection age."), default);
            TryOwn(queue);
        }

        Wake();
        return true;
    }

    public void DelayDeactivation(TimeSpan timeSpan)
    {
        lock (this)
        {
            EnterQueue().KeptUntil = timeSpan == Timeout.InfiniteTimeSpan || timeSpan == TimeSpan.MaxValue
                ? long.MaxValue
                : timeSpan <= TimeSpan.Zero ? 0 : Class.Host.TimestampIn(timeSpan);
            LeaveQueueIfQuiet();
        }
    }

    /// <summary>Takes no further call from here on. Under the lock; false when the end has begun before.</summary>
    private bool BeginDeactivation(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_state is ActivationState.Deactivating or ActivationState.Gone)
            return false;
        var queue = EnterQueue();
        queue.Reason = reason;
        queue.Hurry = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        queue.WasValid = _state == ActivationState.Valid;
        _state = ActivationState.Deactivating;
        return true;
    }

    /// <summary>An activation whose stored state was overtaken is of no further use. Under the lock.</summary>
    private void EndIfInconsistent(Exception? exception)
    {
        if (exception is InconsistentStateException inconsistent && inconsistent.TakeBlame())
            BeginDeactivation(new(DeactivationReasonCode.ApplicationError, exception, "The stored state is not the one that was read."), default);
    }

    /// <summary>Begins within the pump, in the context of the activation, and stays there after every await.</summary>
    private async Task ActivateAsync()
    {
        Exception? failure = null;
        var hurry = _queue!.Hurry!;
        try
        {
            Instance = Class.Create(this, out var states);
            await Bounded(StartGrainAsync(states, hurry.Token), hurry);
        }
        catch (Exception exception)
        {
            // Whatever it is, the callers get it.
            failure = exception;
        }

        if (failure is null)
        {
            lock (this)
            {
                _queue!.ChangingState = false;
                if (_state == ActivationState.Activating)
                {
                    _state = ActivationState.Valid;
                    _queue.Hurry = null;
                }
            }

            return;
        }

        // One that is ended while it starts (the host stops) is cut short on purpose: no failure of the grain.
        bool isCutShort;
        lock (this) isCutShort = failure is OperationCanceledException && _state == ActivationState.Deactivating;
        if (!isCutShort) Class.Host.Log.ActivationFailed(GrainId, failure);
        await DisposeInstanceAsync();
        End(failure);
    }

    private async Task StartGrainAsync(IPersistentStateReader[]? states, CancellationToken hurry)
    {
        if (states is not null)
        {
            foreach (var state in states)
                await state.ReadFirstAsync(hurry);
        }

        if (Instance is IGrainBase grain)
            await grain.OnActivateAsync(hurry);
    }

    private async Task DeactivateAsync()
    {
        var queue = _queue!;
        var hurry = queue.Hurry!;
        StopTimers();
        if (queue.WasValid && Instance is IGrainBase grain)
        {
            try
            {
                await Bounded(grain.OnDeactivateAsync(queue.Reason, hurry.Token), hurry);
            }
            catch (Exception exception)
            {
                // There is nobody to tell but the log: the activation ends all the same.
                Class.Host.Log.DeactivationFailed(GrainId, exception);
            }
        }

        await DisposeInstanceAsync();
        End(null);
    }

    /// <summary>Waits for a start or an end, but not longer than a call may take, nor after it was hurried.</summary>
    private async Task Bounded(Task task, CancellationTokenSource hurry)
    {
        if (!task.IsCompleted)
        {
            using var timer = Class.Host.Clock.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), hurry, Class.Host.Options.ResponseTimeout, Timeout.InfiniteTimeSpan);
            await task.WaitAsync(hurry.Token);
        }

        await task;
    }

    private async Task DisposeInstanceAsync()
    {
        var (instance, scope) = (Instance, _scope);
        try
        {
            if (instance is IAsyncDisposable asyncDisposable)
                await asyncDisposable.DisposeAsync();
            else if (instance is IDisposable disposable)
                disposable.Dispose();
            if (scope is not null)
                await scope.Scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            Class.Host.Log.DisposeFailed(GrainId, exception);
        }
    }

    /// <summary>
    /// Leaves the catalog, and only then tells callers that it is gone, so that they cannot find it again. What waits goes to the
    /// next activation, or fails if this one never started.
    /// </summary>
    private void End(Exception? failure)
    {
        StopTimers();
        Class.Forget(this);
        GrainCall? waiting;
        TaskCompletionSource? deactivated;
        lock (this)
        {
            var queue = _queue!;
            queue.ChangingState = false;
            waiting = queue.TakeAll();
            deactivated = queue.Deactivated;
            queue.Deactivated = null;
            queue.KeptUntil = 0;
            _state = ActivationState.Gone;
            Volatile.Write(ref _gate, Gate.Dead);
            Instance = null;
            _scope = null;
        }

        while (waiting is { } call)
        {
            waiting = call.Next;
            call.Next = null;
            if (failure is not null)
                call.Fail(failure);
            else
                call.Proxy?.Deliver(call);
        }

        deactivated?.TrySetResult();
    }
}
