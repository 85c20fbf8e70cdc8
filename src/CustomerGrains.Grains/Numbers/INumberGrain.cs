using CustomerGrains.Grains.Entities;

namespace CustomerGrains.Grains.Numbers;

/// <summary>One MSISDN or IMSI; the grain's key is <see cref="Domain.Numbers.PackedNumber.EntityId"/>. It knows who held it when,
/// and tells the holders.</summary>
[Alias("cg.INumberGrain")]
public interface INumberGrain : IEffectOrigin
{
    /// <summary>Gives the number to a subscriber for some time. When it returns, that is on disk and every holder concerned knows.</summary>
    /// <exception cref="EntityUnavailableException">Call again with the same request id.</exception>
    [Alias("Assign")]
    Task<AssignReceipt> Assign(AssignCommand command, CancellationToken cancellationToken = default);

    /// <summary>Everything recorded about the number, once every holder concerned knows of it; durable.</summary>
    /// <returns>varint count, then <see cref="Domain.Numbers.NumberAssignment"/>s in the order in which they were recorded.</returns>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("GetAssignments")]
    Task<ReadOnlyMemory<byte>> GetAssignments(CancellationToken cancellationToken = default);
}
