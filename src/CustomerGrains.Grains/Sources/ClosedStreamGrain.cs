using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Grains.Entities;

namespace CustomerGrains.Grains.Sources;

/// <inheritdoc cref="IClosedStreamGrain"/>
[GrainType("stream")]
public sealed class ClosedStreamGrain : EntityGrain<ClosedStreamState>, IClosedStreamGrain
{
    public ClosedStreamGrain(EntityServices services) : base(EntityKinds.Stream, services)
    {
    }

    public async Task<ClosedStreamReceipt?> Get(CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        await WaitUntilDurable(cancellationToken);
        return State.Closed is { } closed ? new ClosedStreamReceipt(closed.Batches, (ulong)(closed.Digest >> 64), (ulong)closed.Digest) : null;
    }

    public ValueTask<TurnReceipt> TakeEffect(EffectMessage effect, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        if (!State.IsEffectApplied(effect.Origin, effect.Version)) CommitEffect(effect);
        return new(Receipt);
    }
}
