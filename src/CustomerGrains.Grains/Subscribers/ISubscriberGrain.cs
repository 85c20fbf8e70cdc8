using CustomerGrains.Grains.Entities;
using Orleans.Concurrency;

namespace CustomerGrains.Grains.Subscribers;

/// <summary>One subscriber; the grain's key is the subscriber's id.</summary>
[Alias("cg.ISubscriberGrain")]
public interface ISubscriberGrain : IEffectTarget
{
    /// <summary>Judges and folds the records of one batch that are this subscriber's. Runs ahead of the disk.</summary>
    /// <param name="slice">Format: <see cref="Domain.Usage.SliceView"/>; not kept after the call.</param>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("Apply")]
    ValueTask<SliceReceipt> Apply(ReadOnlyMemory<byte> slice);

    /// <summary>Makes the subscriber known, or changes what is known; saying the same again changes nothing.</summary>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("Register")]
    ValueTask<TurnReceipt> Register(RegisterCommand command, CancellationToken cancellationToken = default);

    /// <summary>Judges and folds business facts. The same request again changes nothing and says where it was carried out.</summary>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("RecordFacts")]
    ValueTask<FactsReceipt> RecordFacts(RecordFactsCommand command, CancellationToken cancellationToken = default);

    /// <summary>Finds the classes as of now and records those that changed.</summary>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    /// <param name="isDue">The read model says so, of time that has passed or of rules that are others now, or numbers have waited long enough: its row is made
    /// anew in any case.</param>
    [Alias("Review")]
    ValueTask<TurnReceipt> Review(bool isDue = false, CancellationToken cancellationToken = default);

    /// <summary>Roll-ups that no kept fact names any more know, durably, that the line is no member: they need not be remembered.</summary>
    /// <param name="told">Format: <see cref="Domain.Rollups.RollupsForgotten"/>.</param>
    /// <param name="version">The subscriber's, that they were told as of: one that was named and let go again since is not forgotten.</param>
    /// <exception cref="EntityUnavailableException">Call again; or let it be, they are told again some time.</exception>
    [Alias("ForgetRollups")]
    ValueTask<TurnReceipt> ForgetRollups(ReadOnlyMemory<byte> told, long version, CancellationToken cancellationToken = default);

    /// <summary>Returns when the subscriber is beyond a version, or after some seconds with the version it has: ask again then. A hint:
    /// whoever needs the changes themselves reads them from the log.</summary>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [AlwaysInterleave, Alias("WaitForChange")]
    Task<TurnReceipt> WaitForChange(long after, CancellationToken cancellationToken = default);
}
