using CustomerGrains.Grains.Entities;

namespace CustomerGrains.Grains.Parties;

/// <summary>Decides the merges of one kind of party, one after the other; the grain's key is the kind, <c>customer</c>.</summary>
[Alias("cg.IMergesGrain")]
public interface IMergesGrain : IEffectOrigin
{
    /// <summary>Ends whatever is under way.</summary>
    /// <returns>The version at which every merge decided is on disk with its parties: what they say of themselves is right until another is decided. A
    /// damaged party holds up only the merges that lead to it.</returns>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("Settle")]
    Task<SettledMerges> Settle(CancellationToken cancellationToken = default);

    /// <summary>Merges one party into another. When it returns, that is on disk, and so is all that it means for the parties.</summary>
    /// <returns>False: another merge was decided since <see cref="MergeCommand.AsOf"/>; look again. Nothing was changed.</returns>
    /// <exception cref="EntityUnavailableException">Settle, and look whether it was done.</exception>
    [Alias("Merge")]
    Task<bool> Merge(MergeCommand command, CancellationToken cancellationToken = default);
}
