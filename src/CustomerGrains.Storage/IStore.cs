using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage;

/// <summary>One operator's store: the log, snapshots and history.</summary>
public interface IStore : IAsyncDisposable
{
    IFactLog Log { get; }

    /// <summary>Snapshots every entity with entries in the log up to now, moves these entries into history and cuts the log.</summary>
    Task CheckpointAsync(CancellationToken cancellationToken);

    /// <summary>Snapshots in the order of their keys' UTF-8, as of the last checkpoint.</summary>
    IAsyncEnumerable<Snapshot> ReadSnapshotsAsync(CancellationToken cancellationToken);

    /// <summary>All durable entries of an entity from <paramref name="fromVersion"/> on, in order, out of history and log.</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadEntriesAsync(EntityKey key, long fromVersion, CancellationToken cancellationToken);

    StoreStatistics Statistics { get; }
}
