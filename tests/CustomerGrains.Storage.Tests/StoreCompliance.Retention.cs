using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage.Worker;

namespace CustomerGrains.Storage.Tests;

public abstract partial class StoreCompliance
{
    private static readonly FaultPoint[] RetentionPoints =
    [
        FaultPoint.BeforeHistoryRoll, FaultPoint.AfterHistoryRoll, FaultPoint.InHistoryBases, FaultPoint.AfterHistoryBases,
        FaultPoint.BeforeHistoryDrop, FaultPoint.AfterHistoryDrop, FaultPoint.BetweenHistoryAndSnapshots,
    ];

    /// <summary>Twenty months of random facts, checkpoints, reopenings and failures at every step of retention, against a list of all
    /// that was ever appended.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Rule_14_state_is_the_fold_of_base_history_and_log_whenever_history_is_pruned(int seed)
    {
        const int months = 7;
        var random = new Random(seed);
        // Direct rows so few that every file has its index in two parts for most of its time.
        await using var store = await StartAsync(options => options with { History = new HistoryRetention(months), HistoryPruneBytes = 200, HistoryDirectRows = 16 });
        store.ErrorsExpected = true;
        var oracle = new HistoryOracle();
        var failures = 0;
        for (var step = 0; step < 1_800; step++)
        {
            oracle.Advance(TimeSpan.FromHours(random.NextDouble() * 16));
            // Few are busy, most are silent for months.
            await oracle.AppendAsync(store, "t" + (int)(60 * Math.Pow(random.NextDouble(), 3)), WorkerStore.Body(random));
            switch (random.Next(100))
            {
                case < 8:
                    if (random.Next(3) == 0) store.Faults.Throw(RetentionPoints[random.Next(RetentionPoints.Length)]);
                    if (!await CheckpointAsync()) failures++;
                    break;
                case 8:
                    await store.ReopenAsync();
                    break;
                case < 20:
                    var id = oracle.Ids.ElementAt(random.Next(oracle.Ids.Count()));
                    await oracle.CompareAsync(store, id, Edge(), random);
                    break;
            }
        }
        Assert.True(failures > 10);
        Assert.True(store.Store.Statistics.HistoryFilesDropped > 0);

        // Bounded work at a time, and at last all of it.
        var work = 0;
        for (long before = -1, dropped = 0; before != dropped || work < 200; work++)
        {
            before = dropped;
            while (!await CheckpointAsync())
            {
            }
            dropped = store.Store.Statistics.HistoryFilesDropped;
        }
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var id in oracle.Ids)
            {
                var oldest = await oracle.CompareAsync(store, id, Edge(), random);
                // A file goes as a whole, and the last pass may have taken a few weeks in one.
                Assert.True(oldest is null || oldest >= Edge() - TimeSpan.FromDays(40).TotalMilliseconds, $"{id} keeps an entry of {DateTimeOffset.FromUnixTimeMilliseconds(oldest ?? 0):u}.");
            }
            await store.ReopenAsync();
        }

        long Edge() => DateTimeOffset.FromUnixTimeMilliseconds(oracle.Now).AddMonths(-months).ToUnixTimeMilliseconds();

        async Task<bool> CheckpointAsync()
        {
            try
            {
                await store.Store.CheckpointAsync(CancellationToken.None);
                return true;
            }
            catch (InjectedFault)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Rule_14_the_oldest_history_goes_when_it_takes_too_many_bytes()
    {
        const long limit = 4_000_000;
        await using var store = await StartAsync(options => options with { History = new HistoryRetention(0, limit) });
        var random = new Random(1);
        var oracle = new HistoryOracle();
        for (var round = 0; round < 40; round++)
        {
            for (var i = 0; i < 20; i++) await oracle.AppendAsync(store, "t" + i, new byte[10_000]);
            oracle.Advance(TimeSpan.FromMinutes(1));
            await store.Store.CheckpointAsync(CancellationToken.None);
            // Measured on disk: files are gone, not emptied. One more than the limit is being written to.
            var bytes = new DirectoryInfo(Path.Combine(store.Folder, "history")).GetFiles("*.db").Sum(file => file.Length);
            Assert.Equal(bytes, store.Store.Statistics.HistoryBytes);
            Assert.InRange(bytes, 1, limit + (limit / 4));
        }
        Assert.InRange(store.Store.Statistics.HistoryFilesDropped, 4, 100);
        Assert.InRange(store.Store.Statistics.HistoryBytes, limit / 2, limit);
        // By bytes anything may go but the newest.
        foreach (var id in oracle.Ids) Assert.NotNull(await oracle.CompareAsync(store, id, oracle.Now - 60_000, random));
    }

    [Fact]
    public async Task Rule_14_kinds_with_a_rule_of_their_own_keep_theirs()
    {
        await using var store = await StartAsync(options => options with
        {
            History = new HistoryRetention(1),
            HistoryByKind = new Dictionary<string, HistoryRetention> { ["ledger"] = new(3), ["treasure"] = HistoryRetention.Forever },
            HistoryFilePeriod = TimeSpan.FromDays(1),
        });
        var now = new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero);
        string[] kinds = ["toy", "ledger", "treasure"];
        for (var day = 0; day < 130; day++)
        {
            foreach (var kind in kinds)
            {
                var toy = await Toy.LoadAsync(store.Log, EntityKey.Of(kind, "a"));
                Assert.Equal(Storage.Log.CommitOutcome.Durable, await store.WaitAsync(toy.Append("x"u8, now.AddDays(day).ToUnixTimeMilliseconds())));
                toy.Release();
            }
            if (day % 2 == 1) await store.Store.CheckpointAsync(CancellationToken.None);
        }
        var kept = new List<long>();
        foreach (var kind in kinds) kept.Add(130 - ((await store.Store.ReadBaseAsync(EntityKey.Of(kind, "a"), CancellationToken.None))?.Version ?? 0));
        // A month and three, and the rest of a file or two.
        Assert.InRange(kept[0], 31, 36);
        Assert.InRange(kept[1], 90, 97);
        Assert.Equal(130, kept[2]);
    }

    [Fact]
    public async Task Rule_13_a_list_goes_on_to_its_end_while_its_history_is_dropped()
    {
        await using var store = await StartAsync(options => options with { History = new HistoryRetention(1), HistoryFilePeriod = TimeSpan.FromDays(1) });
        var oracle = new HistoryOracle();
        for (var day = 0; day < 20; day++)
        {
            await oracle.AppendAsync(store, "a", [1]);
            oracle.Advance(TimeSpan.FromDays(1));
            await store.Store.CheckpointAsync(CancellationToken.None);
        }
        var key = EntityKey.Of("toy", "a");
        await using var list = store.Store.ReadEntriesAsync(key, 0, 20, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await list.MoveNextAsync());
        oracle.Advance(TimeSpan.FromDays(100));
        for (var day = 0; day < 5; day++)
        {
            await oracle.AppendAsync(store, "a", [2]);
            oracle.Advance(TimeSpan.FromDays(1));
            await store.Store.CheckpointAsync(CancellationToken.None);
        }
        Assert.Equal(20, (await store.Store.ReadBaseAsync(key, CancellationToken.None))?.Version);
        var files = store.Store.Statistics.HistoryFiles;
        Assert.True(Directory.GetFiles(Path.Combine(store.Folder, "history"), "*.db").Length > files);
        var read = 1;
        while (await list.MoveNextAsync()) read++;
        Assert.Equal(20, read);
        await list.DisposeAsync();
        Assert.Equal(files, Directory.GetFiles(Path.Combine(store.Folder, "history"), "*.db").Length);
    }

    [Fact]
    public async Task A_clock_that_ran_ahead_costs_no_history()
    {
        await using var store = await StartAsync(options => options with { History = new HistoryRetention(1), HistoryFilePeriod = TimeSpan.FromDays(1) });
        var today = TimeProvider.System.GetUtcNow();
        foreach (var (id, now) in new[] { ("a", today.AddDays(-20)), ("b", today.AddDays(-10)), ("c", today.AddYears(10)), ("d", today) })
        {
            var toy = await store.LoadAsync(id);
            await store.WaitAsync(toy.Append("x"u8, now.ToUnixTimeMilliseconds()));
            await store.Store.CheckpointAsync(CancellationToken.None);
        }
        Assert.Equal(0, store.Store.Statistics.HistoryFilesDropped);
    }

    [Fact]
    public async Task What_was_written_before_the_clock_was_set_is_of_the_time_when_it_was()
    {
        await using var store = await StartAsync(options => options with { History = new HistoryRetention(1), HistoryFilePeriod = TimeSpan.FromDays(1) });
        var begin = new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var toy = await store.LoadAsync("a");
        foreach (var day in new[] { -1, 0, 1, 2, 3, 25 }) await AppendAsync(day);
        Assert.Null(await store.Store.ReadBaseAsync(toy.Key, CancellationToken.None));
        foreach (var day in new[] { 50, 60 }) await AppendAsync(day);
        Assert.Equal(6, (await store.Store.ReadBaseAsync(toy.Key, CancellationToken.None))?.Version); // day 25

        async Task AppendAsync(int day)
        {
            await store.WaitAsync(toy.Append("x"u8, day < 0 ? 5 : begin.AddDays(day).ToUnixTimeMilliseconds()));
            await store.Store.CheckpointAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_page_of_a_long_tail_costs_a_page()
    {
        await using var store = await StartAsync(options => options with { SegmentBytes = 8_000_000 });
        var toy = await store.LoadAsync("a");
        for (var i = 0; i < 20; i++) await store.AppendDurableAsync(toy, 1_000, 1_000); // sealed segments, and one in memory
        foreach (var (from, to) in new[] { (1L, 10L), (1L, long.MaxValue), (9_990, 10_010), (19_990, long.MaxValue), (20_001, long.MaxValue) })
        {
            var expected = Math.Min(to, 20_000) - from + 1;
            var most = Math.Min(expected, 10);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var read = 0;
            await foreach (var entry in store.Store.ReadEntriesAsync(toy.Key, from, to, CancellationToken.None))
            {
                Assert.Equal(from + read, Domain.Facts.EntryView.Read(entry.Span).Version);
                if (++read == most) break;
            }
            Assert.Equal(most, read);
            // All of it are 20 MB.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        }
        Assert.Equal((20_000, toy.State.Digest), await store.ReadAsync(toy.Key));
    }
}
