using CustomerGrains.Grains.Entities;
using Orleans.Concurrency;

namespace CustomerGrains.Grains.Rollups;

/// <summary>What the lines of a customer, an account or a group come to; the grain's key is <see cref="Domain.Rollups.RollupTarget.EntityId"/>.</summary>
[Alias("cg.IRollupGrain")]
public interface IRollupGrain : IEntityGrain
{
    /// <summary>Takes what lines report; what is not newer than what is known changes nothing. Runs ahead of the disk.</summary>
    /// <param name="reports">Format: <see cref="Domain.Rollups.MembersReported"/>.</param>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("Report")]
    ValueTask<TurnReceipt> Report(ReadOnlyMemory<byte> reports, CancellationToken cancellationToken = default);

    /// <summary>What the members come to.</summary>
    /// <param name="month">The current bill month of whoever asks: what is summed is of one month, whatever the time is where each part of it lives.</param>
    /// <returns><see cref="Domain.Rollups.RollupTotals"/>. Nothing of it may leave before its ticket is durable.</returns>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [ReadOnly, Alias("GetTotals")]
    ValueTask<StateReceipt> GetTotals(int month, CancellationToken cancellationToken = default);

    /// <summary>A page of the members.</summary>
    /// <returns><see cref="Domain.Rollups.RollupTotals.ReadMembers"/>. Nothing of it may leave before its ticket is durable.</returns>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [ReadOnly, Alias("ListMembers")]
    ValueTask<StateReceipt> ListMembers(MemberQuery query, CancellationToken cancellationToken = default);
}
