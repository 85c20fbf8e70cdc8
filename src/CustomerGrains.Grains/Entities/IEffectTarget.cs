namespace CustomerGrains.Grains.Entities;

/// <summary>An entity that others have effects on.</summary>
[Alias("cg.IEffectTarget")]
public interface IEffectTarget : IEntityGrain
{
    /// <summary>Takes the fact, once; asked again it answers with the ticket of what it has.</summary>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("TakeEffect")]
    ValueTask<TurnReceipt> TakeEffect(EffectMessage effect, CancellationToken cancellationToken = default);
}
