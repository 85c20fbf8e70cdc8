using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Grains.Entities;

/// <summary>An event-sourced entity: loads by folding, and changes only by appending an entry that it folds like any other. Turns
/// run ahead of the disk; whoever uses their results waits for the tickets.</summary>
public abstract class EntityGrain<TState> : Grain, IWarmable where TState : class, IEntityState
{
    [ThreadStatic]
    private static ByteWriter? _stateWriter;

    private readonly string _kind;
    private EntityHandle? _handle;
    private TState? _state;
    private int _epoch;
    private Ticket _ticket;
    private byte _turns;

    /// <param name="kind">One of <see cref="EntityKinds"/>, or what several have in common where <see cref="EntityKey"/> says which it is.</param>
    protected EntityGrain(string kind, EntityServices services)
    {
        _kind = kind;
        Services = services;
    }

    protected EntityServices Services { get; }

    protected TState State => _state!;

    /// <summary>Whether there is a <see cref="State"/>: not when reading it failed.</summary>
    protected bool IsLoaded => _state is not null;

    /// <summary>Of the kind that the grain was made for; its id is the grain's key.</summary>
    protected virtual EntityKey EntityKey => EntityKey.Of(_kind, this.GetPrimaryKeyString());

    /// <summary>The entity's key, UTF-8.</summary>
    protected ReadOnlySpan<byte> Key => _handle!.Key;

    /// <summary>Of the last entry in <see cref="State"/>, while that is not known to be on disk.</summary>
    protected TurnReceipt Receipt => new(_ticket, State.Version);

    /// <summary>Whether the activation was made for this turn.</summary>
    protected bool IsFirstTurn => _turns == 1;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var loaded = await Services.Log.LoadAsync(EntityKey, cancellationToken);
        _state = (TState)loaded.State;
        _handle = loaded.Handle;
        _epoch = loaded.Epoch;
        _ticket = loaded.Ticket;
        await base.OnActivateAsync(cancellationToken);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _handle, null) is { } handle) Services.Log.Release(handle);
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    public ValueTask<StateReceipt> GetState(CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        var writer = _stateWriter ??= new ByteWriter(4096);
        writer.Clear();
        State.WriteTo(writer);
        return new(new StateReceipt(_ticket.Incarnation, _ticket.Group, State.Version, writer.ToArray()));
    }

    int IWarmable.TouchFirst() => (int)(_handle?.KeyHash ?? 0) + (int)(_state?.Version ?? 0);

    int IWarmable.TouchRest() => (_handle?.Touch() ?? 0) + (_state?.Touch() ?? 0);

    /// <summary>Every turn begins here: an activation that was overtaken or voided neither changes nor answers anything more.</summary>
    /// <exception cref="EntityUnavailableException">It was.</exception>
    protected void EnsureCurrent()
    {
        // The order matters: an activation is voided before its group is done.
        var done = Services.Log.LastDoneGroup;
        if (_handle is not { } handle || !Services.Log.IsCurrent(handle, _epoch, State.Version)) throw Unavailable(null);
        if (_ticket.Group <= done) _ticket = Ticket.None;
        if (_turns < byte.MaxValue) _turns++;
    }

    /// <summary>Folds the entry and appends it.</summary>
    /// <exception cref="EntityUnavailableException">The activation was overtaken; it is dropped.</exception>
    protected void Commit(ReadOnlySpan<byte> entry)
    {
        State.Fold(EntryView.Read(entry));
        Append(entry);
    }

    /// <summary>Appends the entry that has just been folded.</summary>
    /// <exception cref="EntityUnavailableException">The activation was overtaken; it is dropped.</exception>
    protected void Append(ReadOnlySpan<byte> entry)
    {
        try
        {
            _ticket = Services.Log.Append(_handle!, _epoch, State.Version, State.Now, entry);
        }
        catch (StaleActivationException e)
        {
            throw Unavailable(e);
        }
        OnCommitted();
    }

    /// <summary>The state has changed; it is not yet durable.</summary>
    protected virtual void OnCommitted()
    {
    }

    /// <summary>Appends an entry with one applied fact.</summary>
    protected void CommitFact(CauseKind causeKind, ReadOnlySpan<byte> cause, FactKind kind, ReadOnlySpan<byte> body) =>
        CommitFact(causeKind, cause, kind, body, Services.Clock.Now, policy: 0);

    /// <inheritdoc cref="CommitFact(CauseKind, ReadOnlySpan{byte}, FactKind, ReadOnlySpan{byte})"/>
    /// <param name="now">Business time of the entry, unless the entity's last is later.</param>
    /// <param name="policy">Version of the policy that the fact comes from; 0 = none.</param>
    protected void CommitFact(CauseKind causeKind, ReadOnlySpan<byte> cause, FactKind kind, ReadOnlySpan<byte> body, long now, uint policy)
    {
        var entry = new EntryWriter();
        entry.Begin(Key, State.Version + 1, Math.Max(now, State.Now), policy, causeKind, cause, 1);
        entry.Fact(kind, Outcome.Applied, body);
        Commit(entry.End());
    }

    /// <summary>Appends an effect that another entity asked for.</summary>
    protected void CommitEffect(EffectMessage effect)
    {
        var cause = new ByteWriter();
        new EffectCause(effect.Origin, effect.Version).WriteTo(cause);
        CommitFact(CauseKind.Effect, cause.Written, effect.Kind, effect.Body.Span);
    }

    /// <summary>Waits until the entity's last entry is on disk.</summary>
    /// <exception cref="EntityUnavailableException">It is void; the activation is dropped.</exception>
    protected async ValueTask WaitUntilDurable(CancellationToken cancellationToken)
    {
        if (_ticket == Ticket.None) return;
        if (await Services.Log.WaitAsync(_ticket, _ticket, cancellationToken) != CommitOutcome.Durable) throw Unavailable(null);
    }

    private EntityUnavailableException Unavailable(Exception? cause)
    {
        DeactivateOnIdle();
        var message = $"This activation of a {_kind} was overtaken or lost a commit; call again.";
        return cause is null ? new EntityUnavailableException(message) : new EntityUnavailableException(message, cause);
    }
}
