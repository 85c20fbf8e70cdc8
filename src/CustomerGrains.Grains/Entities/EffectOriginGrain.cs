using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Parties;
using CustomerGrains.Grains.Parties;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Grains.Entities;

/// <summary>An entity with effects on others. An effect stays open in its state until the target's entry is durable; then an
/// entry confirms it. Delivered in the order of versions, one at a time.</summary>
public abstract class EffectOriginGrain<TState> : EntityGrain<TState>, IEffectOrigin where TState : class, IEntityState
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

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
        EnsureCurrent();
        if (OpenEffects.Count == 0) return;
        // Whatever stops the delivery below, the effects stay open in the state: the timer carries on.
        RetryLater();
        while (OpenEffects.Count > 0)
        {
            await WaitUntilDurable(cancellationToken);
            var effect = OpenEffects.First;
            await Deliver(effect, cancellationToken);
            var confirmation = new ByteWriter();
            OpenEffects.WriteConfirmation(confirmation, effect);
            CommitFact(CauseKind.Tick, default, FactKind.EffectConfirmed, confirmation.Written);
        }
        _retry?.Dispose();
        _retry = null;
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
