using CustomerGrains.Grains.Entities;

namespace CustomerGrains.Grains.Sources;

/// <summary>What is kept of a closed stream; the grain's key is <c>source/stream</c>.</summary>
[Alias("cg.IClosedStreamGrain")]
public interface IClosedStreamGrain : IEffectTarget
{
    /// <summary>What is kept of the stream, durably; null while it is open or unknown.</summary>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("Get")]
    Task<ClosedStreamReceipt?> Get(CancellationToken cancellationToken = default);
}
