using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.Grains.Tests;

/// <summary>Entries put into a store whose server is stopped: what a process leaves behind that died in the middle.</summary>
internal static class StoreEntries
{
    /// <param name="write">Gets the writer and the entity's state.</param>
    internal static async Task AppendAsync(string directory, EntityKey key, Func<EntryWriter, IEntityState, byte[]> write)
    {
        await using var store = await SqliteStore.OpenAsync(
            new StoreOptions { Directory = directory }, _ => new EntityKinds(new Domain.FoldParameters()), NullLoggerFactory.Instance, CancellationToken.None);
        var loaded = await store.Log.LoadAsync(key, CancellationToken.None);
        var bytes = write(new EntryWriter(), loaded.State);
        var ticket = store.Log.Append(loaded.Handle, loaded.Epoch, loaded.State.Version + 1, 1, bytes);
        Assert.Equal(CommitOutcome.Durable, await store.Log.WaitAsync(ticket, ticket, CancellationToken.None));
    }
}
