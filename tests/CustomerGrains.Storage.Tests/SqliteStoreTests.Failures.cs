using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.Sqlite;
using CustomerGrains.Storage.Worker;
using SQLitePCL;

namespace CustomerGrains.Storage.Tests;

public sealed partial class SqliteStoreTests
{
    [Fact]
    public async Task On_a_full_disk_nothing_is_acknowledged_and_it_goes_on_when_there_is_room()
    {
        await using var store = await StartAsync(options => options with { SegmentBytes = 100_000_000 });
        store.ErrorsExpected = true;
        var toy = await store.LoadAsync("a");
        var other = await store.LoadAsync("b");
        await store.AppendDurableAsync(toy, 3);
        await store.AppendDurableAsync(other, 3);
        var digest = toy.State.Digest;
        var sqlite = (SqliteStore)store.Store;
        // SQLite itself says SQLITE_FULL then.
        store.Faults.Do(FaultPoint.BeforeCommit, () => sqlite.CurrentFile.Database.Execute("PRAGMA max_page_count=1"));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.Equal(CommitOutcome.Void, await store.WaitAsync(toy.Append(new byte[400_000])));
            Assert.Contains("full", store.Log.Failure, StringComparison.Ordinal);
            Assert.True(toy.IsStale);
            toy.Release();
            toy = await store.LoadAsync("a");
            Assert.Equal((3, digest), (toy.State.Version, toy.State.Digest));
        }
        Assert.Equal(0, store.Log.PendingBytes);
        store.Faults.Do(FaultPoint.BeforeCommit, () => sqlite.CurrentFile.Database.Execute("PRAGMA max_page_count=1000000"));
        await store.AppendDurableAsync(toy, 1, 400_000);
        Assert.Null(store.Log.Failure);
        await store.AppendDurableAsync(other, 1);
        await store.ReopenAsync();
        Assert.Equal((4, toy.State.Digest), await store.ReadAsync(toy.Key));
        Assert.Equal((4, other.State.Digest), await store.ReadAsync(other.Key));
    }

    [Fact]
    public async Task A_failed_fsync_ends_the_process()
    {
        var store = await StartAsync();
        store.ErrorsExpected = true;
        var toy = await store.LoadAsync("a");
        store.Faults.Do(FaultPoint.InCommit, () => throw new SqliteFailure(raw.SQLITE_IOERR_FSYNC, "The disk is gone."));
        var ticket = toy.Append("x"u8);
        Assert.Equal(raw.SQLITE_IOERR_FSYNC, Assert.IsType<SqliteFailure>(await store.Fatal.Task.WaitAsync(TimeSpan.FromSeconds(30))).Code);
        // Nobody is told anything.
        Assert.False(store.Log.WaitAsync(ticket, ticket, CancellationToken.None).IsCompleted);
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Handles_live_as_long_as_somebody_needs_them()
    {
        await using var store = await StartAsync();
        var log = (SqliteFactLog)store.Log;
        var toy = await store.LoadAsync("a");
        Assert.Equal(1, log.HandleCount);
        var stop = store.Faults.Hold(FaultPoint.BeforeCommit);
        var ticket = toy.Append("x"u8);
        await stop.Reached;
        toy.Release();
        Assert.Equal(1, log.HandleCount); // an entry is under way
        stop.LetGo();
        Assert.Equal(CommitOutcome.Durable, await store.WaitAsync(ticket));
        Assert.Equal(0, log.HandleCount);
        // A handle that was given back appends nothing more.
        Assert.Throws<StaleActivationException>(() => toy.Append("y"u8));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Task.Run(toy.Release));
    }

    [Fact]
    public async Task Many_threads_append_load_and_wait_at_once()
    {
        await using var store = await StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            var random = new Random(thread);
            for (var round = 0; round < 60; round++)
            {
                var toy = await store.LoadAsync($"t{thread}-{random.Next(20)}");
                var version = toy.State.Version;
                await store.AppendDurableAsync(toy, random.Next(1, 30), random.Next(500));
                Assert.Equal((toy.State.Version, toy.State.Digest), await store.ReadAsync(toy.Key));
                toy.Release();
                if (thread == 0 && round % 15 == 14) await store.Store.CheckpointAsync(CancellationToken.None);
            }
        })));
        Assert.Equal(0, ((SqliteFactLog)store.Log).HandleCount);
    }

    [Fact]
    public async Task Tickets_are_ordered_whatever_partition_they_are_of()
    {
        await using var store = await StartAsync(options => options with { SegmentBytes = 100_000_000 });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            var toys = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => store.LoadAsync($"t{thread}-{i}")));
            var random = new Random(thread);
            var last = Ticket.None;
            for (var i = 0; i < 5000; i++)
            {
                // Large ones too: a partition that is full ends the group for all.
                var ticket = toys[random.Next(toys.Length)].Append(new byte[random.Next(100) == 0 ? 100_000 : 10]);
                Assert.True(ticket.Group >= last.Group);
                last = ticket;
            }
            Assert.Equal(CommitOutcome.Durable, await store.WaitAsync(last));
            foreach (var toy in toys) Assert.Equal((toy.State.Version, toy.State.Digest), await store.ReadAsync(toy.Key));
        })));
    }

    [Fact]
    public async Task Verdicts_of_a_long_outage_are_one_range()
    {
        var verdicts = new GroupVerdicts();
        for (var group = 1L; group <= 10_000; group++)
        {
            if (group is > 100 and <= 9000) verdicts.MarkVoid(group);
            verdicts.Complete(group);
        }
        Assert.Equal(CommitOutcome.Durable, await verdicts.WaitAsync(1, 100, CancellationToken.None));
        Assert.Equal(CommitOutcome.Void, await verdicts.WaitAsync(1, 101, CancellationToken.None));
        Assert.Equal(CommitOutcome.Void, await verdicts.WaitAsync(5000, 5000, CancellationToken.None));
        Assert.Equal(CommitOutcome.Durable, await verdicts.WaitAsync(9001, 10_000, CancellationToken.None));
        // Many short ones are forgotten from the oldest on, and then unknown.
        for (var group = 10_001L; group <= 30_000; group++)
        {
            if (group % 2 == 0) verdicts.MarkVoid(group);
            verdicts.Complete(group);
        }
        Assert.Equal(CommitOutcome.Unknown, await verdicts.WaitAsync(1, 100, CancellationToken.None));
        Assert.Equal(CommitOutcome.Void, await verdicts.WaitAsync(29_998, 30_000, CancellationToken.None));
        Assert.Equal(CommitOutcome.Durable, await verdicts.WaitAsync(29_999, 29_999, CancellationToken.None));
    }
}
