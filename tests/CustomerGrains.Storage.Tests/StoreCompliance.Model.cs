using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.Worker;

namespace CustomerGrains.Storage.Tests;

public abstract partial class StoreCompliance
{
    /// <summary>Random turns, releases, second activations, failing commits, checkpoints and reopenings, compared with a list of
    /// what must be there.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_is_done_in_whatever_order_the_store_is_as_the_model(int seed)
    {
        await using var store = await StartAsync();
        store.ErrorsExpected = true;
        var random = new Random(seed);
        var model = new Dictionary<string, List<ulong>>(); // digest after each durable version
        var active = new Dictionary<string, Toy>();
        var pending = new List<(Toy Toy, Ticket Ticket)>();

        for (var step = 0; step < 3000; step++)
        {
            var id = "m" + random.Next(40);
            switch (random.Next(100))
            {
                case < 75:
                    if (!active.TryGetValue(id, out var toy) || toy.IsStale)
                    {
                        toy?.Release();
                        active[id] = toy = await store.LoadAsync(id);
                    }
                    try
                    {
                        pending.Add((toy, toy.Append(WorkerStore.Body(random), step)));
                    }
                    catch (StaleActivationException)
                    {
                        // An earlier entry was voided just now; the next turn loads it anew.
                        Assert.True(toy.IsStale);
                    }
                    break;
                case < 83:
                    if (active.Remove(id, out var released)) released.Release();
                    break;
                case < 88:
                    var twin = await store.LoadAsync(id);
                    if (active.TryGetValue(id, out var first) && !first.IsStale) Assert.Equal(StoreFixture.Bytes(first.State), StoreFixture.Bytes(twin.State));
                    twin.Release();
                    break;
                case < 96:
                    await SettleAsync();
                    break;
                case < 98:
                    await SettleAsync();
                    store.Faults.Throw(random.Next(2) == 0 ? FaultPoint.BeforeCommit : FaultPoint.InCommit);
                    break;
                case 98:
                    await store.Store.CheckpointAsync(CancellationToken.None);
                    break;
                default:
                    if (random.Next(5) > 0) break;
                    await SettleAsync();
                    foreach (var held in active.Values) held.Release();
                    active.Clear();
                    await store.ReopenAsync();
                    await CompareAsync();
                    break;
            }
        }
        await SettleAsync();
        await CompareAsync();
        foreach (var held in active.Values) held.Release();

        // Waits for everything under way. What is not void counts; whoever had a void entry starts again.
        async Task SettleAsync()
        {
            foreach (var (_, ticket) in pending) Assert.NotEqual(CommitOutcome.Unknown, await store.WaitAsync(ticket));
            foreach (var key in pending.Select(item => item.Toy.Key).Distinct().ToList())
            {
                // Durable outcomes are a lower bound: an entry of a group that lost others may be on disk all the same.
                var versions = model.TryGetValue(key.Id, out var known) ? known : model[key.Id] = [];
                var acked = 0L;
                foreach (var (toy, ticket) in pending)
                {
                    if (toy.Key == key && await store.WaitAsync(ticket) == CommitOutcome.Durable) acked++;
                }
                var before = versions.Count;
                var digest = before == 0 ? 0 : versions[^1];
                await foreach (var entry in store.Store.ReadEntriesAsync(key, before + 1, long.MaxValue, CancellationToken.None)) versions.Add(digest = ToyState.Mix(digest, entry.Span));
                Assert.InRange(versions.Count, before + acked, long.MaxValue);
            }
            foreach (var (id, toy) in active)
            {
                if (!toy.IsStale && toy.State.Version > 0) Assert.Equal((model[id].Count, model[id][^1]), (toy.State.Version, toy.State.Digest));
            }
            pending.Clear();
        }

        async Task CompareAsync()
        {
            foreach (var (id, versions) in model)
            {
                var toy = await store.LoadAsync(id);
                Assert.Equal((versions.Count, versions.Count == 0 ? 0 : versions[^1]), (toy.State.Version, toy.State.Digest));
                Assert.Equal((toy.State.Version, toy.State.Digest), await store.ReadAsync(toy.Key));
                toy.Release();
            }
        }
    }
}
