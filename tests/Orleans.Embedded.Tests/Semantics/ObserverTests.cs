using System.Collections.Concurrent;
using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Hosting;

namespace Orleans.Embedded.Tests.Semantics;

/// <summary>Grains call back objects of their callers.</summary>
public sealed class ObserverTests
{
    [Fact]
    public async Task A_grain_tells_its_watcher_in_order()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<IWatchedGrain>();
        var watcher = new Watcher();
        var reference = host.Grains.CreateObjectReference<IWatcher>(watcher);
        await grain.Watch(reference);
        for (var i = 0; i < 100; i++)
            await grain.Tell(i);
        Assert.Equal(Enumerable.Range(0, 100), watcher.Seen);
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task A_watcher_that_is_gone_is_an_exception_to_the_grain()
    {
        await using var host = await GrainHostFixture.StartAsync();
        var grain = host.New<IWatchedGrain>();
        var watcher = new Watcher();
        var reference = host.Grains.CreateObjectReference<IWatcher>(watcher);
        await grain.Watch(reference);
        await grain.Tell(1);
        host.Grains.DeleteObjectReference<IWatcher>(reference);

        // Which exception, and how soon, is the host's affair: delivery is best effort.
        var call = grain.Tell(2);
        await host.PassUntilAsync(call, TimeSpan.FromSeconds(20));
        await Assert.ThrowsAnyAsync<Exception>(() => call);
        Assert.Equal([1], watcher.Seen);
        Assert.Throws<ArgumentException>(() => host.Grains.DeleteObjectReference<IWatcher>(watcher));
        Assert.Throws<ArgumentException>(() => host.Grains.CreateObjectReference<IWatcher>(reference));
    }

    private sealed class Watcher : IWatcher
    {
        public ConcurrentQueue<int> Seen { get; } = new();

        public Task Saw(int number)
        {
            Seen.Enqueue(number);
            return Task.CompletedTask;
        }
    }
}
