using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.Worker;

namespace CustomerGrains.Storage.Tests;

public abstract partial class StoreCompliance
{
    [Fact]
    public async Task A_checkpoint_snapshots_everything_and_cuts_the_log()
    {
        await using var store = await StartAsync();
        var toys = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => store.LoadAsync("toy" + i)));
        foreach (var toy in toys) await store.AppendDurableAsync(toy, 10, 300);
        Assert.True(store.Store.Statistics.Segments > 2);
        await store.Store.CheckpointAsync(CancellationToken.None);
        Assert.Equal(1, store.Store.Statistics.Segments);

        var snapshots = new List<Snapshot>();
        await foreach (var snapshot in store.Store.ReadSnapshotsAsync(CancellationToken.None)) snapshots.Add(snapshot);
        Assert.Equal(toys.Select(toy => toy.Key.Value).Order(StringComparer.Ordinal), snapshots.Select(snapshot => snapshot.Key.Value));
        foreach (var toy in toys)
        {
            // State = fold(history + log) = the snapshot, byte for byte.
            Assert.Equal(StoreFixture.Bytes(toy.State), snapshots.Single(snapshot => snapshot.Key == toy.Key).State.ToArray());
            Assert.Equal((10, toy.State.Digest), await store.ReadAsync(toy.Key));
            await store.AppendDurableAsync(toy, 3);
        }
        await store.ReopenAsync();
        foreach (var toy in toys)
        {
            Assert.Equal(StoreFixture.Bytes(toy.State), StoreFixture.Bytes((await Toy.LoadAsync(store.Log, toy.Key)).State));
            Assert.Equal((13, toy.State.Digest), await store.ReadAsync(toy.Key));
            for (var from = 1; from <= 14; from++) Assert.Equal(13, (await store.ReadAsync(toy.Key, from)).Version);
        }
        await store.Store.CheckpointAsync(CancellationToken.None);
        foreach (var toy in toys) Assert.Equal((13, toy.State.Digest), await store.ReadAsync(toy.Key));
    }

    [Fact]
    public async Task Rules_6_and_11_a_snapshot_is_never_ahead_of_the_log()
    {
        await using var store = await StartAsync();
        store.ErrorsExpected = true;
        var toy = await store.LoadAsync("a");
        await store.AppendDurableAsync(toy, 5);
        var digest = toy.State.Digest;
        var stop = store.Faults.Hold(FaultPoint.BeforeCommit);
        stop.FailOnLetGo(FaultPoint.BeforeCommit);
        var sixth = toy.Append("v6"u8);
        await stop.Reached;
        // The grain stands at version 6, the disk at 5.
        var checkpoint = store.Store.CheckpointAsync(CancellationToken.None);
        stop.LetGo();
        Assert.Equal(CommitOutcome.Void, await store.WaitAsync(sixth));
        await checkpoint;
        var snapshots = new List<Snapshot>();
        await foreach (var snapshot in store.Store.ReadSnapshotsAsync(CancellationToken.None)) snapshots.Add(snapshot);
        Assert.Equal(5, Assert.Single(snapshots).Version);
        Assert.Equal((5, digest), await store.ReadAsync(toy.Key));
        Assert.Equal(digest, (await store.LoadAsync("a")).State.Digest);
    }

    [Theory]
    [InlineData(FaultPoint.BeforeSnapshotRead)]
    [InlineData(FaultPoint.BeforeRowsRead)]
    public async Task Rule_13_a_load_that_a_trim_overtakes_finds_everything(FaultPoint point)
    {
        await using var store = await StartAsync();
        var toy = await store.LoadAsync("a");
        await store.AppendDurableAsync(toy, 4);
        await store.Store.CheckpointAsync(CancellationToken.None); // snapshot v4
        await store.AppendDurableAsync(toy, 3); // 5 … 7 in the log
        var stop = store.Faults.Hold(point);
        var load = Task.Run(() => store.LoadAsync("a"));
        await stop.Reached;
        await store.Store.CheckpointAsync(CancellationToken.None); // snapshot v7, 5 … 7 are cut
        stop.LetGo();
        Assert.Equal((7, toy.State.Digest), ((await load).State.Version, (await load).State.Digest));
    }

    [Theory]
    [InlineData(FaultPoint.BeforeSnapshotRead)]
    [InlineData(FaultPoint.BeforeRowsRead)]
    public async Task Rule_13_a_list_that_a_trim_overtakes_finds_everything(FaultPoint point)
    {
        await using var store = await StartAsync();
        var toy = await store.LoadAsync("a");
        await store.AppendDurableAsync(toy, 4);
        await store.Store.CheckpointAsync(CancellationToken.None);
        await store.AppendDurableAsync(toy, 3);
        var stop = store.Faults.Hold(point);
        var list = Task.Run(() => store.ReadAsync(toy.Key));
        await stop.Reached;
        await store.Store.CheckpointAsync(CancellationToken.None);
        await store.AppendDurableAsync(toy, 1);
        stop.LetGo();
        Assert.Equal(7, (await list).Version);
        Assert.Equal((8, toy.State.Digest), await store.ReadAsync(toy.Key));
    }

    [Theory]
    [InlineData(FaultPoint.BeforeSeal)]
    [InlineData(FaultPoint.InSeal)]
    [InlineData(FaultPoint.AfterSeal)]
    [InlineData(FaultPoint.InCheckpoint)]
    [InlineData(FaultPoint.BetweenHistoryAndSnapshots)]
    [InlineData(FaultPoint.BeforeTrim)]
    [InlineData(FaultPoint.InTrim)]
    public async Task A_checkpoint_that_fails_anywhere_loses_and_doubles_nothing(FaultPoint point)
    {
        await using var store = await StartAsync();
        store.ErrorsExpected = true;
        var toys = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => store.LoadAsync("toy" + i)));
        foreach (var toy in toys) await store.AppendDurableAsync(toy, 10, 500);
        store.Faults.Throw(point);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await store.Store.CheckpointAsync(CancellationToken.None);
            await store.Store.CheckpointAsync(CancellationToken.None);
            throw new InjectedFault(point); // a seal that failed by itself before this was asked for
        });
        await CheckAsync(10);
        await store.ReopenAsync();
        await CheckAsync(10);
        foreach (var toy in toys) await store.AppendDurableAsync(await Toy.LoadAsync(store.Log, toy.Key), 1);
        await store.Store.CheckpointAsync(CancellationToken.None);
        await CheckAsync(11);
        Assert.Equal(1, store.Store.Statistics.Segments);

        async Task CheckAsync(long version)
        {
            foreach (var toy in toys)
            {
                var found = (await Toy.LoadAsync(store.Log, toy.Key)).State;
                Assert.Equal((version, found.Digest), await store.ReadAsync(toy.Key));
                if (version == 10) Assert.Equal(toy.State.Digest, found.Digest);
            }
        }
    }

    [Fact]
    public async Task Open_effects_are_found_when_the_store_opens_wherever_they_are()
    {
        await using var store = await StartAsync();
        var inSnapshot = await store.LoadAsync("snapshot");
        var confirmed = await store.LoadAsync("confirmed");
        await store.AppendDurableAsync(inSnapshot, 1, effect: true);
        await store.AppendDurableAsync(confirmed, 1, effect: true);
        await store.WaitAsync(confirmed.Append("ok"u8, kind: Domain.Facts.FactKind.EffectConfirmed));
        await store.AppendDurableAsync(await store.LoadAsync("without"), 1);
        await store.Store.CheckpointAsync(CancellationToken.None);
        await store.AppendDurableAsync(await store.LoadAsync("segment"), 1, effect: true);
        await store.ReopenAsync(); // seals the segment
        await store.AppendDurableAsync(await store.LoadAsync("another"), 1, effect: true);
        await store.ReopenAsync();
        Assert.Equal(["toy/another", "toy/segment", "toy/snapshot"], store.Log.OpenEffectsAtOpen.Select(key => key.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Business_time_goes_on_from_the_largest()
    {
        await using var store = await StartAsync();
        Assert.Equal(0, store.Log.NowAtOpen);
        await store.WaitAsync((await store.LoadAsync("a")).Append("x"u8, now: 5000));
        await store.WaitAsync((await store.LoadAsync("b")).Append("x"u8, now: 3000));
        await store.ReopenAsync();
        Assert.Equal(5000, store.Log.NowAtOpen);
        await store.Store.CheckpointAsync(CancellationToken.None);
        await store.ReopenAsync();
        await store.ReopenAsync();
        Assert.Equal(5000, store.Log.NowAtOpen);
    }

    [Fact]
    public async Task A_store_is_opened_only_with_the_parameters_it_was_made_with()
    {
        await using var store = await StartAsync(options => options with { Parameters = new Dictionary<string, string> { ["time_zone"] = "Europe/Berlin", ["day_window"] = "35" } });
        await store.CloseAsync();
        store.Options = store.Options with { Parameters = new Dictionary<string, string> { ["time_zone"] = "UTC" } };
        var refusal = await Assert.ThrowsAsync<StoreException>(store.OpenAsync);
        Assert.Contains("time_zone", refusal.Message);
        Assert.Contains("'Europe/Berlin'", refusal.Message);
        Assert.Contains("'UTC'", refusal.Message);
        store.Options = store.Options with { Parameters = new Dictionary<string, string>() };
        await store.OpenAsync();
        Assert.Equal("35", store.Store.Parameters["day_window"]);
    }

    [Fact]
    public async Task A_store_is_open_once()
    {
        await using var store = await StartAsync();
        var refusal = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(store.Options, store.Kinds, store.Loggers));
        Assert.Contains("is in use by another process; stop it or choose another folder", refusal.Message);
    }
}
