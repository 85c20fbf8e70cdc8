using System.ComponentModel;

namespace Orleans.Embedded;

/// <summary>
/// A call that could not be finished at once on its caller's thread: queued, or suspended in an await. It ends exactly once for its
/// caller, by whichever comes first: the method's end, the response time-out, the caller's cancellation, the host's refusal.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GrainCall
{
    private CancellationTokenRegistration _cancellation;

    private protected GrainCall(GrainCallOptions options) => Options = options;

    /// <summary>How it may interleave.</summary>
    internal GrainCallOptions Options { get; }

    /// <summary>The next one in the queue of an activation. Guarded by that activation's lock.</summary>
    internal GrainCall? Next { get; set; }

    /// <summary>The neighbours and the place in <see cref="PendingCalls"/>, guarded by the lock of its shard.</summary>
    internal GrainCall? PendingPrevious { get; set; }

    internal GrainCall? PendingNext { get; set; }

    internal int PendingShard { get; set; } = -1;

    /// <summary>When the caller is told that it timed out: a timestamp of the host's clock.</summary>
    internal long Deadline { get; set; }

    /// <summary>The reference it was called through; null for turns that the host itself starts.</summary>
    internal GrainProxy? Proxy { get; private set; }

    /// <summary>Whether the caller has its answer already, so that a call not yet started need not start.</summary>
    internal abstract bool IsAnswered { get; }

    /// <summary>Whether it counts as use of the activation.</summary>
    internal virtual bool KeepsAlive => true;

    /// <summary>Strict mode: run even if the caller was already told that it timed out, as a late message may in a cluster.</summary>
    internal bool RunsWhenAnswered { get; set; }

    /// <summary>Strict mode: what the caller gets instead of the outcome.</summary>
    internal Exception? ReportInstead { get; set; }

    /// <summary>The token of the call, if it has one.</summary>
    protected internal virtual CancellationToken Cancellation => default;

    /// <summary>Interface and method, for messages.</summary>
    protected internal abstract string MethodName { get; }

    /// <summary>Strict mode: replaces the arguments by deep copies.</summary>
    protected internal virtual void CopyArguments(IGrainValueCopier copier)
    {
    }

    /// <summary>Starts the watch over time-out and cancellation.</summary>
    internal void Open(GrainProxy proxy)
    {
        Proxy = proxy;
        proxy.Binding.Host.Pending.Add(this);
        var token = Cancellation;
        if (!token.CanBeCanceled)
            return;
        _cancellation = token.UnsafeRegister(static (state, cancelled) => ((GrainCall)state!).Fail(new OperationCanceledException(cancelled)), this);
        if (IsAnswered)
            _cancellation.Dispose();
    }

    /// <summary>
    /// Runs the method, in the context of the activation if there is one, and then ends with <see cref="Activation.Finished"/>.
    /// The task is the method's.
    /// </summary>
    internal abstract Task Run(object target, Activation? activation);

    /// <summary>Ends the call for its caller with an exception; nothing if it has ended.</summary>
    internal abstract void Fail(Exception exception);

    /// <summary>Ends the watch. Called by whoever ended the call.</summary>
    private protected void Close()
    {
        Proxy?.Binding.Host.Pending.Remove(this);
        _cancellation.Unregister();
    }
}
