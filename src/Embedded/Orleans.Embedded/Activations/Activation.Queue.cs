namespace Orleans.Embedded;

/// <summary>Everything that does not finish at once on its caller's thread.</summary>
internal sealed partial class Activation
{
    /// <summary>Turns that one visit of a thread runs before it gives others a chance.</summary>
    private const int TurnsPerVisit = 64;

    /// <summary>
    /// Queues a call; false when the activation is gone. A first call from outside of turns activates on its caller's thread; it is
    /// queued all the same, so that it fails when the activation does.
    /// </summary>
    public bool TryPost(GrainCall call)
    {
        bool wake, here;
        lock (this)
        {
            if (IsDead)
                return false;
            var queue = EnterQueue();
            queue.Enqueue(call);
            here = _state == ActivationState.Activating && Class.Host.InlineTurns;
            wake = TryOwn(queue);
        }

        if (wake && here && Current is null)
            Pump(2);
        else if (wake)
            Wake();
        return true;
    }

    /// <summary>Queues a continuation of code that ran in the activation; also after its end.</summary>
    public override void Post(SendOrPostCallback d, object? state)
    {
        bool wake;
        lock (this)
        {
            var queue = EnterQueue();
            queue.AddContinuation(d, state);
            wake = TryOwn(queue);
        }

        if (wake)
            Wake();
    }

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Code in a grain never waits for other code by blocking its thread; use await.");

    void IThreadPoolWorkItem.Execute() => Pump(TurnsPerVisit);

    /// <summary>A call has ended, on whatever thread; <paramref name="exception"/> is how, or null.</summary>
    public void Finished(GrainCall call, Exception? exception)
    {
        bool wake;
        lock (this)
        {
            if (call.KeepsAlive)
                _lastUse = Class.Host.Tick;
            var queue = _queue!;
            queue.Stopped(call.Options);
            EndIfInconsistent(exception);
            wake = TryOwn(queue);
            if (!wake)
                LeaveQueueIfQuiet();
        }

        if (wake)
            Wake();
        Class.Host.Strict?.AfterTurn(this);
    }

    /// <summary>This thread is done with the activation.</summary>
    private void Release()
    {
        bool wake;
        lock (this)
        {
            var queue = _queue!;
            queue.Owned = false;
            wake = TryOwn(queue);
            if (!wake)
                LeaveQueueIfQuiet();
        }

        if (wake)
            Wake();
    }

    /// <summary>Becomes the owner if there is something to do and nobody owns it. Under the lock.</summary>
    private bool TryOwn(ActivationQueue queue)
    {
        if (queue.Owned || !(queue.HasContinuation || HasStep(queue)))
            return false;
        queue.Owned = true;
        return true;
    }

    private void Wake() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);

    /// <summary>Whether a call, the activation or the deactivation may start. Under the lock.</summary>
    private bool HasStep(ActivationQueue queue) => _state switch
    {
        ActivationState.Activating => !queue.ActivationStarted,
        ActivationState.Valid => queue.HasStartable,
        ActivationState.Deactivating => !queue.ChangingState && !queue.AnyRunning && !queue.DeactivationStarted,
        _ => false,
    };

    /// <summary>
    /// Runs continuations and steps, in turn, until there are none or the visit is long enough. The caller owns the queue;
    /// afterwards nobody does, or the pool.
    /// </summary>
    private void Pump(int turns)
    {
        var outside = SynchronizationContext.Current;
        SetSynchronizationContext(this);
        var stepFirst = false;
        for (; turns > 0; turns--)
        {
            GrainCall? call = null;
            (SendOrPostCallback Callback, object? State) continuation = default;
            ActivationState step;
            lock (this)
            {
                var queue = _queue!;
                var hasStep = HasStep(queue);
                step = _state;
                if (queue.HasContinuation && !(hasStep && stepFirst))
                    continuation = queue.TakeContinuation();
                else if (!hasStep)
                    break;
                else if (step == ActivationState.Valid)
                {
                    if (!queue.TryTakeStartable(Class.Host.Strict?.ChooseCall(this, queue.Waiting) ?? 0, out call))
                        break;
                    queue.Started(call.Options);
                }
                else
                    queue.Begin(step);
            }

            stepFirst = continuation.Callback is not null;
            if (continuation.Callback is { } callback)
                callback(continuation.State);
            else if (call is not null)
                Start(call);
            else if (step == ActivationState.Activating)
                _ = ActivateAsync();
            else
                _ = DeactivateAsync();
        }

        SetSynchronizationContext(outside);
        Release();
    }

    private void Start(GrainCall call)
    {
        if (call.IsAnswered && !call.RunsWhenAnswered)
        {
            // The caller was told that it timed out, or gave up: a call that has not begun is dropped, as Orleans drops an expired message.
            Finished(call, null);
            return;
        }

        call.Run(Instance!, this);
    }
}
