using Orleans.Concurrency;

namespace CustomerGrains.Grains.Entities;

/// <summary>What every event-sourced entity answers.</summary>
[Alias("cg.IEntityGrain")]
public interface IEntityGrain : IGrainWithStringKey
{
    /// <summary>The whole state. Nothing in it may leave before its ticket is durable.</summary>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [ReadOnly, Alias("GetState")]
    ValueTask<StateReceipt> GetState(CancellationToken cancellationToken = default);
}
