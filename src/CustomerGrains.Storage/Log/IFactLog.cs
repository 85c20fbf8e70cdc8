using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Storage.Log;

/// <summary>The one ordered log of a process: every change of every entity goes through it (src/README.md, "The core").
/// Thread-safe.</summary>
public interface IFactLog
{
    /// <summary>Random number of this process's run.</summary>
    ulong Incarnation { get; }

    /// <summary>The largest business time of any entry that was on disk when the store was opened, milliseconds since
    /// 1970-01-01 UTC; 0 in a new store.</summary>
    long NowAtOpen { get; }

    /// <summary>Entities that had effects open when the store was opened, to be activated so that they deliver them.</summary>
    IReadOnlyList<EntityKey> OpenEffectsAtOpen { get; }

    /// <summary>Folds the entity from snapshot, log and pending entries, and attaches an activation of it.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<LoadedEntity> LoadAsync(EntityKey key, CancellationToken cancellationToken);

    /// <summary>Detaches an activation. Its pending entries go on.</summary>
    void Release(EntityHandle handle);

    /// <summary>Whether an activation loaded in <paramref name="epoch"/>, now at <paramref name="version"/>, is still the entity's
    /// latest in this process: none of its entries is void, and no other activation has gone on. If not, it may neither change
    /// nor answer anything more.</summary>
    bool IsCurrent(EntityHandle handle, int epoch, long version);

    /// <summary>All groups of this process up to this one are done. Activations that lost entries are stale before it moves.</summary>
    long LastDoneGroup { get; }

    /// <summary>Takes the entry (format: <see cref="Domain.Facts.EntryView"/>) into the group that is filling; copies it. Synchronous, no I/O.</summary>
    /// <remarks>Tickets are ordered: an entry that is appended after another, of whatever entity, is in the same group or a later
    /// one. So the tickets of the first and the last entry of a batch cover all of it, if one thread appended them or the appends
    /// followed each other; whoever collects tickets from turns that ran at the same time takes the smallest and the largest.</remarks>
    /// <param name="version">Version in the entry: one more than the entity's last in this process.</param>
    /// <param name="now">Business time in the entry.</param>
    /// <exception cref="StaleActivationException">The version is not the next one, or the epoch is past.</exception>
    Ticket Append(EntityHandle handle, int epoch, long version, long now, ReadOnlySpan<byte> entry);

    /// <summary>Waits until the groups from <paramref name="first"/> to <paramref name="last"/> are done, both of one process.</summary>
    ValueTask<CommitOutcome> WaitAsync(Ticket first, Ticket last, CancellationToken cancellationToken);

    /// <summary>Bytes appended and not yet durable: what admission looks at.</summary>
    long PendingBytes { get; }

    /// <summary>Null, or why the last commit failed (disk full …): intake is answered with RESOURCE_EXHAUSTED while it stands.</summary>
    string? Failure { get; }
}
