using System.Runtime.ExceptionServices;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Parties;
using CustomerGrains.Grains.Parties;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Grains.Entities;

/// <summary>An entity with effects on others. An effect stays open in its state until the target's entry is durable; then an
/// entry confirms it. Delivered in the order of versions, one at a time.</summary>
public abstract class EffectOriginGrain<TState> : EntityGrain<TState>, IEffectOrigin where TState : class, IEntityState
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private static readonly IReadOnlyDictionary<string, Exception> NoDamage = new Dictionary<string, Exception>();

    private IGrainTimer? _retry;

    protected EffectOriginGrain(string kind, EntityServices services) : base(kind, services)
    {
    }

    protected abstract OpenEffects OpenEffects { get; }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        if (OpenEffects.Count > 0) RetryLater();
    }

    public async Task DeliverEffects(CancellationToken cancellationToken = default)
    {
        foreach (var damage in (await DeliverAroundDamage(cancellationToken)).Values) ExceptionDispatchInfo.Throw(damage);
    }

    /// <summary>Delivers all effects but those whose target is damaged, or leads to one that is: they stay open, and hold up nobody else's.</summary>
    /// <returns>Their targets' keys, each with what is damaged.</returns>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    protected async Task<IReadOnlyDictionary<string, Exception>> DeliverAroundDamage(CancellationToken cancellationToken)
    {
        EnsureCurrent();
        if (OpenEffects.Count == 0) return NoDamage;
        // Whatever stops the delivery below, the effects stay open in the state: the timer carries on.
        RetryLater();
        var damaged = new Dictionary<string, Exception>();
        // A target gets its effects in the order of versions, so nothing more of this turn once one of them could not be delivered.
        while (OpenEffects.FirstOrDefault(open => !damaged.ContainsKey(open.Target)) is { } effect)
        {
            await WaitUntilDurable(cancellationToken);
            try
            {
                await Deliver(effect, cancellationToken);
            }
            catch (Exception e) when (e is CorruptDataException or StoreCorruptException)
            {
                damaged.Add(effect.Target, e);
                continue;
            }
            var confirmation = new ByteWriter();
            OpenEffects.WriteConfirmation(confirmation, effect);
            CommitFact(CauseKind.Tick, default, FactKind.EffectConfirmed, confirmation.Written);
        }
        if (damaged.Count > 0) return damaged;
        _retry?.Dispose();
        _retry = null;
        return NoDamage;
    }

    /// <summary>An activation that is dropped takes its timer with it; somebody has to wake the next one.</summary>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (IsLoaded && OpenEffects.Count > 0) Services.OriginsToWake.Add(EntityKey);
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    private async Task Deliver(OpenEffect effect, CancellationToken cancellationToken)
    {
        var message = new EffectMessage(System.Text.Encoding.UTF8.GetString(Key), effect.Version, effect.Kind, effect.Body);
        var receipt = await Target(EntityKey.Parse(effect.Target)).TakeEffect(message, cancellationToken);
        if (receipt.Ticket == Ticket.None) return;
        if (await Services.Log.WaitAsync(receipt.Ticket, receipt.Ticket, cancellationToken) != CommitOutcome.Durable)
            throw new EntityUnavailableException("The target's entry was not committed; call again.");
    }

    private IEffectTarget Target(EntityKey key) => key.Kind switch
    {
        EntityKinds.Subscriber => GrainFactory.GetGrain<ISubscriberGrain>(key.Id),
        EntityKinds.Stream => GrainFactory.GetGrain<IClosedStreamGrain>(key.Id),
        var kind when PartyKinds.IsParty(kind) => GrainFactory.GetGrain<IPartyGrain>(key.Value),
        var kind => throw new CorruptDataException($"A {kind} takes no effects."),
    };

    private void RetryLater() => _retry ??= this.RegisterGrainTimer(DeliverEffects, new GrainTimerCreationOptions(RetryAfter, RetryAfter) { KeepAlive = true });
}
