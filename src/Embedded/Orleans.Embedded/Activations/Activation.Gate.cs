using System.Runtime.CompilerServices;

namespace Orleans.Embedded;

/// <summary>Entering and leaving on the caller's thread: the hot path, without a lock.</summary>
internal sealed partial class Activation
{
    private int _gate;

    /// <summary>
    /// The tick of the host's clock in which it was last used. Written without a fence before the gate is released, so that whoever
    /// wins the gate sees it.
    /// </summary>
    private int _lastUse;

    public bool IsDead => Volatile.Read(ref _gate) == Gate.Dead;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryEnter(GrainCallOptions options, out InlineTurn turn)
    {
        var outside = SynchronizationContext.Current;
        if (outside is not Activation && Interlocked.CompareExchange(ref _gate, Gate.Inline | (int)options, Gate.Idle) == Gate.Idle)
        {
            SetSynchronizationContext(this);
            turn = new InlineTurn(this, outside, options);
            return true;
        }

        turn = default;
        return false;
    }

    /// <summary>The call that entered is done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave(SynchronizationContext? outside, GrainCallOptions options)
    {
        SetSynchronizationContext(outside);
        _lastUse = Class.Host.Tick;
        var inline = Gate.Inline | (int)options;
        if (Interlocked.CompareExchange(ref _gate, Gate.Idle, inline) != inline)
            LeaveToQueue(options);
    }

    /// <summary>The call that entered is suspended: from here on it runs like a queued one.</summary>
    public void LeaveSuspended(SynchronizationContext? outside, GrainCall call, GrainProxy proxy)
    {
        SetSynchronizationContext(outside);
        lock (this)
            EnterQueue();
        call.Open(proxy);
        call.Run(Instance!, this);
        Release();
    }

    /// <summary>Somebody came while the call ran.</summary>
    private void LeaveToQueue(GrainCallOptions options)
    {
        lock (this)
            _queue!.Stopped(options);
        Release();
    }

    /// <summary>
    /// Makes the queue decide, and returns it. A call that runs inline at this moment becomes the queue's running call, and its
    /// thread the queue's owner, until it leaves. Under the lock.
    /// </summary>
    private ActivationQueue EnterQueue()
    {
        var seen = Volatile.Read(ref _gate);
        while (seen is not (Gate.Queued or Gate.Dead))
        {
            var was = Interlocked.CompareExchange(ref _gate, Gate.Queued, seen);
            if (was != seen)
            {
                seen = was;
                continue;
            }

            var queue = _queue ??= new ActivationQueue();
            if (seen != Gate.Idle)
            {
                queue.Owned = true;
                queue.Started((GrainCallOptions)(seen & ~Gate.Inline));
            }

            break;
        }

        return _queue ??= new ActivationQueue();
    }

    /// <summary>Opens the gate when there is nothing left to decide. Under the lock.</summary>
    private void LeaveQueueIfQuiet()
    {
        if (_queue is not { IsQuiet: true } queue || HasStep(queue))
            return;
        if (!queue.IsNeededWhenQuiet)
            _queue = null;
        if (_state == ActivationState.Valid && Class.Host.InlineTurns)
            Volatile.Write(ref _gate, Gate.Idle);
    }
}
