using System.Diagnostics.CodeAnalysis;

namespace Orleans.Embedded;

/// <summary>
/// What an activation needs only while something waits, runs suspended, or ticks: an idle activation has none.
/// Guarded by the activation's lock.
/// </summary>
internal sealed class ActivationQueue
{
    private GrainCall? _first;
    private GrainCall? _last;
    private int _waitingReadOnly;
    private int _waitingInterleaving;
    private int _runningAlone;
    private int _runningReadOnly;
    private int _runningInterleaving;
    private Queue<(SendOrPostCallback Callback, object? State)>? _continuations;

    /// <summary>A thread runs in the activation, or is on its way from the pool: at most one at any time.</summary>
    public bool Owned { get; set; }

    public bool ActivationStarted { get; private set; }

    public bool DeactivationStarted { get; private set; }

    /// <summary>The activation's start or end is on its way.</summary>
    public bool ChangingState { get; set; }

    /// <summary>Whether OnActivateAsync had run when the end began; OnDeactivateAsync runs only then.</summary>
    public bool WasValid { get; set; }

    public DeactivationReason Reason { get; set; }

    /// <summary>Cancels the start, or hurries the end.</summary>
    public CancellationTokenSource? Hurry { get; set; }

    public TaskCompletionSource? Deactivated { get; set; }

    public HashSet<GrainTimer>? Timers { get; set; }

    /// <summary>Not collected before this timestamp of the host's clock; 0 for none.</summary>
    public long KeptUntil { get; set; }

    public int Waiting { get; private set; }

    public bool AnyRunning => (_runningAlone | _runningReadOnly | _runningInterleaving) != 0;

    public bool HasContinuation => _continuations is { Count: > 0 };

    /// <summary>Nothing runs and nothing waits.</summary>
    public bool IsQuiet => !Owned && !AnyRunning && _first is null && !HasContinuation && !ChangingState;

    /// <summary>Whether the object must outlive a quiet moment.</summary>
    public bool IsNeededWhenQuiet => Timers is { Count: > 0 } || KeptUntil != 0 || Deactivated is not null;

    public void Enqueue(GrainCall call)
    {
        call.Next = null;
        if (_last is { } last)
            last.Next = call;
        else
            _first = call;
        _last = call;
        Count(call, 1);
    }

    public void AddContinuation(SendOrPostCallback callback, object? state) => (_continuations ??= new()).Enqueue((callback, state));

    public (SendOrPostCallback Callback, object? State) TakeContinuation() => _continuations!.Dequeue();

    /// <summary>Counts a call as running.</summary>
    public void Started(GrainCallOptions options) => Running(options) += 1;

    /// <summary>Counts a call as done.</summary>
    public void Stopped(GrainCallOptions options) => Running(options) -= 1;

    /// <summary>
    /// Whether a waiting call may start now. Those that interleave with everything may pass those that must wait, and so may
    /// read-only ones while nothing but read-only ones run; otherwise it is first come, first served.
    /// </summary>
    public bool HasStartable => _first is not null
        && ((_runningAlone == 0 && _runningReadOnly == 0)
            || _waitingInterleaving > 0
            || (_runningAlone == 0 && _waitingReadOnly > 0));

    /// <summary>Takes the first call that may start. Strict mode passes over <paramref name="skip"/> of them.</summary>
    public bool TryTakeStartable(int skip, [NotNullWhen(true)] out GrainCall? call)
    {
        call = null;
        if (!HasStartable)
            return false;
        GrainCall? previous = null, chosen = null, beforeChosen = null;
        for (var at = _first; at is not null; previous = at, at = at.Next)
        {
            if (!MayStart(at.Options))
                continue;
            (chosen, beforeChosen) = (at, previous);
            if (skip-- == 0)
                break;
        }

        if (chosen is null)
            return false;
        if (beforeChosen is null)
            _first = chosen.Next;
        else
            beforeChosen.Next = chosen.Next;
        if (_last == chosen)
            _last = beforeChosen;
        chosen.Next = null;
        Count(chosen, -1);
        call = chosen;
        return true;
    }

    /// <summary>The start or the end begins.</summary>
    public void Begin(ActivationState step)
    {
        ChangingState = true;
        if (step == ActivationState.Activating)
        {
            ActivationStarted = true;
            Hurry = new CancellationTokenSource();
        }
        else
        {
            DeactivationStarted = true;
        }
    }

    /// <summary>Takes all waiting calls, in order, linked by <see cref="GrainCall.Next"/>.</summary>
    public GrainCall? TakeAll()
    {
        var all = _first;
        _first = _last = null;
        Waiting = _waitingReadOnly = _waitingInterleaving = 0;
        return all;
    }

    private bool MayStart(GrainCallOptions options) =>
        (options & GrainCallOptions.AlwaysInterleave) != 0
        || (_runningAlone == 0 && (_runningReadOnly == 0 || (options & GrainCallOptions.ReadOnly) != 0));

    private void Count(GrainCall call, int by)
    {
        Waiting += by;
        if ((call.Options & GrainCallOptions.AlwaysInterleave) != 0)
            _waitingInterleaving += by;
        else if ((call.Options & GrainCallOptions.ReadOnly) != 0)
            _waitingReadOnly += by;
    }

    private ref int Running(GrainCallOptions options)
    {
        if ((options & GrainCallOptions.AlwaysInterleave) != 0)
            return ref _runningInterleaving;
        if ((options & GrainCallOptions.ReadOnly) != 0)
            return ref _runningReadOnly;
        return ref _runningAlone;
    }
}
