using CustomerGrains.Storage.Sqlite;
using CustomerGrains.Storage.Worker;

namespace CustomerGrains.Storage.Tests;

public sealed partial class SqliteStoreTests
{
    /// <summary>As above, with history that ages: months pass between two checkpoints, and the process dies at each step of following,
    /// folding and dropping a history file, and at seeded moments.</summary>
    [Fact]
    public async Task Rule_14_kill_9_anywhere_in_retention_loses_nothing_that_is_to_be_kept()
    {
        var folder = Directory.CreateTempSubdirectory("cg-kill-history-").FullName;
        var ledger = new Dictionary<(string Key, long Version), ulong>();
        var random = new Random(20261123);
        FaultPoint[] points =
        [
            FaultPoint.BeforeHistoryRoll, FaultPoint.AfterHistoryRoll, FaultPoint.BetweenHistoryAndSnapshots, FaultPoint.InHistoryBases,
            FaultPoint.AfterHistoryBases, FaultPoint.BeforeHistoryDrop, FaultPoint.AfterHistoryDrop,
        ];
        var seed = 1;
        var dropped = 0L;
        for (var round = 0; round < 2; round++)
        {
            foreach (var point in points)
            {
                await RunAndDieAsync(folder, seed++, point.ToString(), random.Next(1, 6), int.MaxValue, WorkerStore.Aging, Acked);
                await CheckAgingAsync();
            }
        }
        for (var i = 0; i < 5; i++)
        {
            await RunAndDieAsync(folder, seed++, "none", 0, random.Next(500, 3000), WorkerStore.Aging, Acked);
            await CheckAgingAsync();
        }
        Assert.True(dropped > 0, "Nothing ever left history.");
        Directory.Delete(folder, true);

        void Acked(string key, long version, ulong digest) => ledger[(key, version)] = digest;

        async Task CheckAgingAsync()
        {
            var loggers = new RecordingLoggers();
            await using (var store = await SqliteStore.OpenAsync(WorkerStore.AgingOptions(folder), new ToyKinds(), loggers, CancellationToken.None))
            {
                var edge = DateTimeOffset.FromUnixTimeMilliseconds(store.Log.NowAtOpen).AddMonths(-WorkerStore.AgingMonths).ToUnixTimeMilliseconds();
                for (var id = 0; id < WorkerStore.Entities; id++)
                {
                    var key = WorkerStore.Key(id);
                    var toy = await Toy.LoadAsync(store.Log, key);
                    var state = (ToyState)new ToyKinds().Create(key);
                    if (await store.ReadBaseAsync(key, CancellationToken.None) is { } kept)
                    {
                        state = (ToyState)new ToyKinds().Read(key, kept.State.Span);
                        Assert.Equal((kept.Version, kept.Now), (state.Version, state.Now));
                        Assert.True(kept.Now < edge, $"{key} lost version {kept.Version}, which is to be kept.");
                        Compare(key.Value, state);
                        dropped++;
                    }
                    await foreach (var entry in store.ReadEntriesAsync(key, 0, long.MaxValue, CancellationToken.None))
                    {
                        state.Fold(Domain.Facts.EntryView.Read(entry.Span));
                        Compare(key.Value, state);
                    }
                    Assert.Equal(StoreFixture.Bytes(toy.State), StoreFixture.Bytes(state));
                    Assert.False(ledger.ContainsKey((key.Value, state.Version + 1)), $"{key} is at {state.Version}; more was acknowledged.");
                }
                Assert.Equal(store.Statistics.HistoryFiles, Directory.GetFiles(Path.Combine(folder, "history"), "*.db").Length);
            }
            Assert.Empty(loggers.Errors);
        }

        void Compare(string key, ToyState state)
        {
            if (ledger.TryGetValue((key, state.Version), out var digest)) Assert.Equal(digest, state.Digest);
        }
    }
}
