namespace CustomerGrains.Grains.Entities;

/// <summary>An entity that has effects on others.</summary>
[Alias("cg.IEffectOrigin")]
public interface IEffectOrigin : IEntityGrain
{
    /// <summary>Delivers whatever is open; returns when all of it is durable with its targets. For those found open when a store
    /// is opened.</summary>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("DeliverEffects")]
    Task DeliverEffects(CancellationToken cancellationToken = default);
}
