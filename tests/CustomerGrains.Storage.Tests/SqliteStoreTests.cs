using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.Tests;

/// <summary>The suite on SQLite, and what only SQLite has.</summary>
public sealed partial class SqliteStoreTests : StoreCompliance
{
    protected override async Task<IStore> OpenAsync(StoreOptions options, IEntityKinds kinds, RecordingLoggers loggers) =>
        await SqliteStore.OpenAsync(options, kinds, loggers, CancellationToken.None);
}
