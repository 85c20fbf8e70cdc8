using CustomerGrains.Storage.Worker;

namespace CustomerGrains.Storage.Tests;

public abstract partial class StoreCompliance
{
    [Fact]
    public async Task What_changed_since_a_time_is_found_in_snapshots_sealed_and_open_segments()
    {
        await using var store = await StartAsync();
        var old = await ChangeAsync(store, "old", 100);
        var kept = await ChangeAsync(store, "kept", 200);
        await store.Store.CheckpointAsync(CancellationToken.None);
        var sealedIn = await ChangeAsync(store, "sealed", 300);
        // More than one segment's worth behind it, of an entity that is older.
        for (var i = 0; i < 300; i++) await store.WaitAsync(old.Append(new byte[600], 310));
        Assert.True(store.Store.Statistics.Segments > 1);
        var open = await ChangeAsync(store, "open", 400);

        Assert.Equal(["kept", "old", "open", "sealed"], await ChangedAsync(store, "toy", 0));
        Assert.Equal(["kept", "old", "open", "sealed"], await ChangedAsync(store, "toy", 200));
        Assert.Equal(["old", "open", "sealed"], await ChangedAsync(store, "toy", 201));
        Assert.Equal(["open"], await ChangedAsync(store, "toy", 400));
        Assert.Empty(await ChangedAsync(store, "toy", 401));
        Assert.Empty(await ChangedAsync(store, "to", 0));
        await store.ReopenAsync();
        Assert.Equal(["old", "open", "sealed"], await ChangedAsync(store, "toy", 201));
        Assert.Equal((1L, 1L, 1L), (kept.State.Version, sealedIn.State.Version, open.State.Version));
    }

    private static async Task<Toy> ChangeAsync(StoreFixture store, string id, long now)
    {
        var toy = await store.LoadAsync(id);
        await store.WaitAsync(toy.Append(new byte[20], now));
        return toy;
    }

    private static async Task<List<string>> ChangedAsync(StoreFixture store, string kind, long since)
    {
        var ids = new List<string>();
        await foreach (var key in store.Store.ReadChangedAsync(kind, since, CancellationToken.None)) ids.Add(key.Id);
        ids.Sort(StringComparer.Ordinal);
        return ids;
    }
}
