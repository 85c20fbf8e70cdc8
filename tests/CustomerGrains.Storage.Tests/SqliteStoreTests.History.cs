using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.Tests;

public sealed partial class SqliteStoreTests
{
    [Fact]
    public async Task A_store_of_an_earlier_layout_is_refused_and_left_alone()
    {
        await using var store = await StartAsync();
        await store.AppendDurableAsync(await store.LoadAsync("a"), 3);
        await store.CloseAsync();
        using (var database = Database.Open(StoreFile.PathIn(store.Folder))) database.Execute("UPDATE meta SET value = '2' WHERE key = 'format'");
        var files = Directory.GetFiles(store.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var refusal = await Assert.ThrowsAsync<StoreException>(store.OpenAsync);
        Assert.Equal($"{StoreFile.PathIn(store.Folder)} has format 2, of an earlier version; this one reads 3 and does not convert. Start the version that wrote it, or choose an empty folder and replay into it.", refusal.Message);
        Assert.Equal(files, Directory.GetFiles(store.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        using (var database = Database.Open(StoreFile.PathIn(store.Folder))) database.Execute("UPDATE meta SET value = '4' WHERE key = 'format'");
        Assert.Contains("Use the version that wrote it, or a newer one", (await Assert.ThrowsAsync<StoreException>(store.OpenAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_file_that_is_missing_or_anothers_is_refused_and_strays_are_removed()
    {
        await using var store = await StartAsync();
        await using var other = await StartAsync();
        foreach (var one in new[] { store, other })
        {
            await one.AppendDurableAsync(await one.LoadAsync("a"), 3);
            await one.Store.CheckpointAsync(CancellationToken.None);
            await one.CloseAsync();
        }
        var history = Path.Combine(store.Folder, "history");
        var file = Assert.Single(Directory.GetFiles(history, "*.db"));
        var kept = Path.Combine(store.Folder, "kept");
        File.Move(file, kept);
        Assert.Contains("is missing, and the store lists it", (await Assert.ThrowsAsync<StoreCorruptException>(store.OpenAsync)).Message, StringComparison.Ordinal);
        File.Copy(Directory.GetFiles(Path.Combine(other.Folder, "history"), "*.db").Single(), file);
        Assert.Contains("is of another store", (await Assert.ThrowsAsync<StoreException>(store.OpenAsync)).Message, StringComparison.Ordinal);
        File.Move(kept, file, overwrite: true);
        File.Copy(file, Path.Combine(history, "toy-0000000002.db"));
        File.WriteAllText(Path.Combine(history, "toy-0000000002.db-journal"), "");
        File.WriteAllText(Path.Combine(history, "read me.txt"), "mine");
        await store.OpenAsync();
        Assert.Equal([file, Path.Combine(history, "read me.txt")], Directory.GetFiles(history).Where(path => path != file + "-journal").Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(3, (await store.ReadAsync(Domain.Entities.EntityKey.Of("toy", "a"))).Version);
    }

    [Fact]
    public async Task The_index_of_a_large_file_is_written_in_two_steps()
    {
        await using var store = await StartAsync(options => options with { HistoryDirectRows = 100 });
        var counts = new List<(long Large, long Small)>();
        for (var round = 0; round < 12; round++)
        {
            for (var i = 0; i < 30; i++) await store.AppendDurableAsync(await store.LoadAsync("t" + i), 2);
            await store.Store.CheckpointAsync(CancellationToken.None);
            using var reader = Database.OpenReadOnly(Directory.GetFiles(Path.Combine(store.Folder, "history"), "*.db").Single());
            counts.Add((reader.QueryInt64("SELECT count(*) FROM places")!.Value, reader.QueryInt64("SELECT count(*) FROM recent")!.Value));
            // Every row is in one of them.
            Assert.Equal(30 * (round + 1), counts[^1].Large + counts[^1].Small);
        }
        Assert.Equal((90, 0), counts[2]); // directly
        Assert.Contains(counts, count => count.Small is > 0 and <= 60);
        Assert.True(counts[^1].Large > counts[4].Large); // merged on the way
        for (var i = 0; i < 30; i++)
        {
            for (var from = 1; from <= 24; from++) Assert.Equal(24, (await store.ReadAsync(Domain.Entities.EntityKey.Of("toy", "t" + i), from)).Version);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task History_is_looked_up_by_index_and_not_sorted(bool closed)
    {
        await using var store = await StartAsync();
        await store.AppendDurableAsync(await store.LoadAsync("a"), 1);
        await store.Store.CheckpointAsync(CancellationToken.None);
        var path = Directory.GetFiles(Path.Combine(store.Folder, "history"), "*.db").Single();
        using var reader = new HistoryReader(path, closed);
        foreach (var plan in reader.Explain())
        {
            Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        }
    }
}
