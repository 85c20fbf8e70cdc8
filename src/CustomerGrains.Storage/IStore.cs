using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage;

/// <summary>One operator's store: the log, snapshots, history and its bases. State = fold(base + history + log). Thread-safe. Disposing commits what is pending.</summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>Random number given when the store was made.</summary>
    ulong Id { get; }

    /// <summary>What the store was made with (<see cref="StoreOptions.Parameters"/>).</summary>
    IReadOnlyDictionary<string, string> Parameters { get; }

    IFactLog Log { get; }

    /// <summary>Small versioned documents: policies, models, catalogues.</summary>
    Documents.DocumentTable Documents { get; }

    /// <summary>Snapshots every entity with entries in the log up to now, moves these entries into history and cuts the log;
    /// then a bounded part of the history that is past its time is folded into bases.</summary>
    /// <exception cref="StoreException">The store cannot be written, or an entity's entries do not fold.</exception>
    Task CheckpointAsync(CancellationToken cancellationToken);

    /// <summary>Snapshots in the order of their keys' UTF-8, as of the last checkpoint.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    IAsyncEnumerable<Snapshot> ReadSnapshotsAsync(CancellationToken cancellationToken);

    /// <summary>Durable entries of an entity from <paramref name="fromVersion"/> to <paramref name="toVersion"/>, both included, in
    /// order, out of history and log. Entries are read in blocks as they are asked for: whoever stops early has cost no more.</summary>
    /// <param name="fromVersion">0 = the oldest that is kept.</param>
    /// <exception cref="HistoryExpiredException">The history that is kept begins behind <paramref name="fromVersion"/>.</exception>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadEntriesAsync(EntityKey key, long fromVersion, long toVersion, CancellationToken cancellationToken);

    /// <summary>Where the entity's history begins; null when all of it is kept. It may move on at any moment, so whoever wants to know
    /// whether entries that were read are complete asks afterwards.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<HistoryBase?> ReadBaseAsync(EntityKey key, CancellationToken cancellationToken);

    /// <summary>The entities of a kind that may have entries recorded at or after a business time (milliseconds since 1970-01-01 UTC; 0 = all
    /// entities), out of snapshots and log, each once, in no order; others may be among them. Reads the durable log of that time, and of
    /// every snapshot its head.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    IAsyncEnumerable<EntityKey> ReadChangedAsync(string kind, long since, CancellationToken cancellationToken);

    StoreStatistics Statistics { get; }
}
