using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Tests;

/// <summary>What every store must do, whatever database is under it. The names say which rule of the core they are about.</summary>
public abstract partial class StoreCompliance
{
    protected abstract Task<IStore> OpenAsync(StoreOptions options, IEntityKinds kinds, RecordingLoggers loggers);

    protected async Task<StoreFixture> StartAsync(Func<StoreOptions, StoreOptions>? change = null)
    {
        var fixture = new StoreFixture(OpenAsync);
        if (change is not null) fixture.Options = change(fixture.Options);
        await fixture.OpenAsync();
        return fixture;
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_reopening()
    {
        await using var store = await StartAsync();
        var toy = await store.LoadAsync("a");
        await store.AppendDurableAsync(toy, 5);
        var expected = StoreFixture.Bytes(toy.State);
        await store.ReopenAsync();
        Assert.Equal(expected, StoreFixture.Bytes((await store.LoadAsync("a")).State));
        Assert.Equal((5, toy.State.Digest), await store.ReadAsync(toy.Key));
    }

    [Fact]
    public async Task Closing_commits_what_is_pending()
    {
        await using var store = await StartAsync();
        var toy = await store.LoadAsync("a");
        for (var i = 0; i < 100; i++) toy.Append("x"u8);
        await store.ReopenAsync();
        Assert.Equal(100, (await store.LoadAsync("a")).State.Version);
    }

    [Fact]
    public async Task Rule_2_only_the_next_version_of_the_current_epoch_is_taken()
    {
        await using var store = await StartAsync();
        var toy = await store.LoadAsync("a");
        var twin = await store.LoadAsync("a");
        Assert.Same(toy.Handle, twin.Handle);
        await store.AppendDurableAsync(toy, 1);
        // The duplicate activation folded version 1 of its own and is too late with it.
        Assert.Throws<StaleActivationException>(() => twin.Append("other"u8));
        Assert.Equal((1, toy.State.Digest), await store.ReadAsync(toy.Key));
    }

    [Fact]
    public async Task Rule_3_an_activation_inherits_pending_entries_and_their_ticket()
    {
        await using var store = await StartAsync();
        var toy = await store.LoadAsync("a");
        await store.AppendDurableAsync(toy, 4);
        var stop = store.Faults.Hold(FaultPoint.BeforeCommit);
        var fifth = toy.Append("v5"u8);
        await stop.Reached;
        var sixth = toy.Append("v6"u8); // in the group behind
        toy.Release(); // collected while both are under way

        var again = await store.LoadAsync("a");
        Assert.Equal(6, again.State.Version);
        Assert.Equal(toy.State.Digest, again.State.Digest);
        Assert.Equal(sixth, again.Loaded.Ticket);
        var seventh = again.Append("v7"u8);
        stop.LetGo();
        Assert.Equal(CommitOutcome.Durable, await store.Log.WaitAsync(fifth, seventh, CancellationToken.None));
        Assert.Equal((7, again.State.Digest), await store.ReadAsync(toy.Key));
    }

    [Fact]
    public async Task Rule_4_a_group_that_is_done_releases_nothing_of_the_next()
    {
        await using var store = await StartAsync();
        var toy = await store.LoadAsync("a");
        var others = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => store.LoadAsync("other" + i))); // all partitions
        var stop = store.Faults.Hold(FaultPoint.BeforeCommit);
        var early = toy.Append("early"u8);
        await stop.Reached;
        var late = others.Select(other => other.Append("late"u8)).ToArray();
        Assert.All(late, ticket => Assert.True(ticket.Group > early.Group));
        var lateWait = store.Log.WaitAsync(late[0], late[^1], CancellationToken.None).AsTask();
        var second = store.Faults.Hold(FaultPoint.InCommit);
        var third = store.Faults.Hold(FaultPoint.InCommit);
        stop.LetGo();
        await second.Reached;
        second.LetGo();
        Assert.Equal(CommitOutcome.Durable, await store.WaitAsync(early));
        await third.Reached;
        // The first group is done; the second's rows are inserted and not committed.
        Assert.False(lateWait.IsCompleted);
        Assert.Equal((0, 0UL), await store.ReadAsync(others[0].Key));
        third.LetGo();
        Assert.Equal(CommitOutcome.Durable, await lateWait);
    }

    [Theory]
    [InlineData(FaultPoint.BeforeCommit)]
    [InlineData(FaultPoint.InCommit)]
    public async Task Rule_5_a_failed_commit_voids_its_entries_and_their_successors_and_nothing_else(FaultPoint point)
    {
        await using var store = await StartAsync();
        store.ErrorsExpected = true;
        var toy = await store.LoadAsync("a");
        var other = await store.LoadAsync("b");
        await store.AppendDurableAsync(toy, 4);
        var digest = toy.State.Digest;
        store.Faults.Do(FaultPoint.BeforeCommit, () => { });
        var stop = store.Faults.Hold(FaultPoint.BeforeCommit);
        store.Faults.Do(FaultPoint.BeforeCommit, () => { });
        await store.AppendDurableAsync(other, 1);
        if (point == FaultPoint.InCommit) store.Faults.Throw(point);
        var fifth = toy.Append("v5"u8);
        await stop.Reached;
        if (point == FaultPoint.BeforeCommit) stop.FailOnLetGo(point);
        var sixth = toy.Append("v6"u8);
        var bystander = other.Append("b2"u8);
        Assert.Equal(sixth.Group, bystander.Group);
        stop.LetGo();

        Assert.Equal(CommitOutcome.Void, await store.WaitAsync(fifth));
        Assert.Equal(CommitOutcome.Void, await store.WaitAsync(sixth)); // its group lost an entry
        Assert.Equal(CommitOutcome.Void, await store.WaitAsync(fifth)); // asking again is harmless
        Assert.True(toy.IsStale);
        Assert.Throws<StaleActivationException>(() => toy.Append("v7"u8));
        Assert.False(other.IsStale);
        Assert.Equal((2, other.State.Digest), await store.ReadAsync(other.Key));

        var again = await store.LoadAsync("a");
        Assert.Equal((4, digest), (again.State.Version, again.State.Digest));
        await store.AppendDurableAsync(again, 2);
        Assert.Null(store.Log.Failure);
        Assert.Equal((6, again.State.Digest), await store.ReadAsync(toy.Key));
        await store.ReopenAsync();
        Assert.Equal((6, again.State.Digest), await store.ReadAsync(toy.Key));
    }

    [Fact]
    public async Task Rule_5_an_activation_that_loads_while_its_entries_are_voided_starts_again()
    {
        await using var store = await StartAsync();
        store.ErrorsExpected = true;
        var toy = await store.LoadAsync("a");
        await store.AppendDurableAsync(toy, 1);
        var stop = store.Faults.Hold(FaultPoint.BeforeCommit);
        stop.FailOnLetGo(FaultPoint.BeforeCommit);
        var second = toy.Append("v2"u8);
        await stop.Reached;
        var pending = await store.LoadAsync("a");
        Assert.Equal(2, pending.State.Version);
        stop.LetGo();
        Assert.Equal(CommitOutcome.Void, await store.WaitAsync(second));
        // What was folded from the void entry refuses to go on; a fresh one is right.
        Assert.True(pending.IsStale);
        Assert.Throws<StaleActivationException>(() => pending.Append("v3"u8));
        Assert.Equal(1, (await store.LoadAsync("a")).State.Version);
    }

    [Fact]
    public async Task Rule_6_tickets_of_another_run_are_unknown_and_none_is_durable()
    {
        await using var store = await StartAsync();
        var toy = await store.LoadAsync("a");
        var ticket = toy.Append("x"u8);
        Assert.Equal(CommitOutcome.Durable, await store.WaitAsync(ticket));
        Assert.Equal(CommitOutcome.Durable, await store.WaitAsync(Ticket.None));
        Assert.Equal(CommitOutcome.Durable, await store.Log.WaitAsync(Ticket.None, ticket, CancellationToken.None));
        await store.ReopenAsync();
        Assert.Equal(CommitOutcome.Unknown, await store.WaitAsync(ticket));
    }

    [Fact]
    public async Task A_wait_can_be_given_up()
    {
        await using var store = await StartAsync();
        var toy = await store.LoadAsync("a");
        var stop = store.Faults.Hold(FaultPoint.BeforeCommit);
        var ticket = toy.Append("x"u8);
        using var patience = new CancellationTokenSource();
        var wait = store.Log.WaitAsync(ticket, ticket, patience.Token).AsTask();
        await stop.Reached;
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        stop.LetGo();
        Assert.Equal(CommitOutcome.Durable, await store.WaitAsync(ticket));
    }

    [Fact]
    public async Task Rule_9_a_commit_that_failed_after_it_was_on_disk_is_durable()
    {
        await using var store = await StartAsync();
        var toy = await store.LoadAsync("a");
        store.Faults.Throw(FaultPoint.AfterCommit);
        Assert.Equal(CommitOutcome.Durable, await store.WaitAsync(toy.Append("x"u8)));
        Assert.Null(store.Log.Failure);
        await store.AppendDurableAsync(toy, 1);
        await store.ReopenAsync();
        Assert.Equal((2, toy.State.Digest), await store.ReadAsync(toy.Key));
    }

    [Fact]
    public async Task Pending_bytes_go_up_and_down()
    {
        await using var store = await StartAsync();
        var toy = await store.LoadAsync("a");
        var stop = store.Faults.Hold(FaultPoint.BeforeCommit);
        var ticket = toy.Append(new byte[1000]);
        await stop.Reached;
        Assert.InRange(store.Log.PendingBytes, 1000, 1100);
        toy.Append(new byte[1000]);
        Assert.InRange(store.Log.PendingBytes, 2000, 2200);
        stop.LetGo();
        await store.AppendDurableAsync(toy, 1);
        Assert.Equal(CommitOutcome.Durable, await store.WaitAsync(ticket));
        Assert.Equal(0, store.Log.PendingBytes);
    }

    [Fact]
    public async Task Entries_of_every_size_go_through()
    {
        await using var store = await StartAsync();
        var toy = await store.LoadAsync("a");
        foreach (var bytes in new[] { 0, 1, 100, 8000, 9000, 300_000, 600_000, 3_000_000 }) await store.AppendDurableAsync(toy, 3, bytes);
        await store.ReopenAsync();
        Assert.Equal((24, toy.State.Digest), await store.ReadAsync(toy.Key));
        await store.Store.CheckpointAsync(CancellationToken.None);
        Assert.Equal((24, toy.State.Digest), await store.ReadAsync(toy.Key));
        Assert.Equal(toy.State.Digest, (await store.LoadAsync("a")).State.Digest);
    }

    [Fact]
    public async Task An_entry_that_does_not_fold_is_never_skipped()
    {
        await using var store = await StartAsync();
        var toy = await store.LoadAsync("a");
        await store.AppendDurableAsync(toy, 2);
        Assert.Equal(CommitOutcome.Durable, await store.WaitAsync(toy.Append(Worker.ToyState.Poison)));
        store.Kinds.Poisoned = true;
        var failure = await Assert.ThrowsAsync<StoreCorruptException>(() => store.LoadAsync("a"));
        Assert.Contains("Version 3 of toy#", failure.Message);
        await Assert.ThrowsAsync<StoreCorruptException>(() => store.Store.CheckpointAsync(CancellationToken.None));
        store.Kinds.Poisoned = false;
        Assert.Equal(3, (await store.LoadAsync("a")).State.Version);
        await store.Store.CheckpointAsync(CancellationToken.None);
        Assert.Equal((3, toy.State.Digest), await store.ReadAsync(toy.Key));
    }
}
