using System.ComponentModel;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>The base of generated references. It remembers the activation that it last reached, and looks again when that is gone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GrainProxy : GrainReference
{
    /// <summary>
    /// Where calls go: an activation or an observer. A hint, shared by threads without fences: reading an older one costs a look
    /// into the catalog, because a dead activation refuses every call.
    /// </summary>
    private object? _route;

    /// <summary>Makes a reference through one interface.</summary>
    protected GrainProxy(GrainBinding binding, string key)
        : base(binding, key)
    {
    }

    /// <summary>
    /// Enters the activation on the caller's thread, when the caller is in no turn and the activation is idle.
    /// Who enters must leave by one of the methods of <paramref name="turn"/>; false means to send the call instead.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected bool TryEnter(GrainCallOptions options, out InlineTurn turn)
    {
        if (_route is Activation activation && activation.TryEnter(options, out turn))
            return true;
        return TryEnterSlowly(options, out turn);
    }

    /// <summary>Queues a call at the activation; its task ends with the call, its time-out or its cancellation.</summary>
    protected Task<T> Send<T>(GrainCall<T> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        Dispatch(call);
        return call.Task;
    }

    /// <summary>Queues a call at the activation; its task ends with the call, its time-out or its cancellation.</summary>
    protected Task Send(VoidGrainCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        Dispatch(call);
        return call.Task;
    }

    /// <summary>Where the last call went: an activation, an observer, or nowhere yet.</summary>
    internal object? LastRoute => _route;

    internal ObserverTarget? Observer => _route as ObserverTarget;

    internal void RouteTo(object route) => _route = route;

    /// <summary>Hands a call to the living activation, making one if there is none; fails it when the host is stopped.</summary>
    internal void Deliver(GrainCall call)
    {
        while (true)
        {
            if (!TryResolve(out var activation))
            {
                call.Fail(EmbeddedGrainHost.Stopped());
                return;
            }

            if (activation.TryPost(call))
                return;
        }
    }

    private void Dispatch(GrainCall call)
    {
        call.Open(this);
        if (_route is ObserverTarget observer)
            observer.Post(call);
        else if (Binding.Host.Strict is { } strict)
            strict.Send(this, call);
        else
            Deliver(call);
    }

    private bool TryEnterSlowly(GrainCallOptions options, out InlineTurn turn)
    {
        turn = default;
        if (!Binding.Host.InlineTurns || _route is ObserverTarget || Activation.Current is not null || !TryResolve(out var activation))
            return false;
        return activation.TryEnter(options, out turn);
    }

    private bool TryResolve(out Activation activation)
    {
        if (_route is Activation { IsDead: false } known)
        {
            activation = known;
            return true;
        }

        if (Binding.Class.GetOrActivate(Key) is not { } found)
        {
            activation = null!;
            return false;
        }

        _route = found;
        activation = found;
        return true;
    }
}
