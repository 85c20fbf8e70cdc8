using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage;

/// <summary>One operator's store: the log, snapshots and history. Thread-safe. Disposing commits what is pending.</summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>Random number given when the store was made.</summary>
    ulong Id { get; }

    /// <summary>What the store was made with (<see cref="StoreOptions.Parameters"/>).</summary>
    IReadOnlyDictionary<string, string> Parameters { get; }

    IFactLog Log { get; }

    /// <summary>Small versioned documents: policies, models, catalogues.</summary>
    Documents.DocumentTable Documents { get; }

    /// <summary>Snapshots every entity with entries in the log up to now, moves these entries into history and cuts the log.</summary>
    /// <exception cref="StoreException">The store cannot be written, or an entity's entries do not fold.</exception>
    Task CheckpointAsync(CancellationToken cancellationToken);

    /// <summary>Snapshots in the order of their keys' UTF-8, as of the last checkpoint.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    IAsyncEnumerable<Snapshot> ReadSnapshotsAsync(CancellationToken cancellationToken);

    /// <summary>All durable entries of an entity from <paramref name="fromVersion"/> on, in order, out of history and log.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadEntriesAsync(EntityKey key, long fromVersion, CancellationToken cancellationToken);

    /// <summary>The entities of a kind that may have entries recorded at or after a business time (milliseconds since 1970-01-01 UTC; 0 = all
    /// entities), out of snapshots and log, each once, in no order; others may be among them. Reads the durable log of that time, and of
    /// every snapshot its head.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    IAsyncEnumerable<EntityKey> ReadChangedAsync(string kind, long since, CancellationToken cancellationToken);

    StoreStatistics Statistics { get; }
}
