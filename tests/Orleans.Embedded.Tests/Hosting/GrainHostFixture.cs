using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Embedded.Tests.Hosting;

/// <summary>
/// A running grain host for one test. Both hosts give the same: StartAsync, Services, DeactivateAsync, PassAsync, StopAsync; each in
/// its own file.
/// </summary>
public sealed partial class GrainHostFixture : IAsyncDisposable
{
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>A grain that no other test has.</summary>
    public T New<T>(out string key)
        where T : IGrainWithStringKey
    {
        key = Guid.NewGuid().ToString("N");
        return Grains.GetGrain<T>(key);
    }

    /// <inheritdoc cref="New{T}(out string)"/>
    public T New<T>()
        where T : IGrainWithStringKey => New<T>(out _);

    /// <summary>Lets time pass until something has ended; fails when it has not within this much of the host's time.</summary>
    public async Task PassUntilAsync(Task end, TimeSpan limit)
    {
        var step = TimeSpan.FromMilliseconds(100);
        for (var passed = TimeSpan.Zero; !end.IsCompleted && passed < limit; passed += step)
            await PassAsync(step);

        // What that set going may still be on its way through the thread pool.
        await Task.WhenAny(end, Task.Delay(TimeSpan.FromSeconds(20)));
        Assert.True(end.IsCompleted, $"not ended within {limit}");
    }
}
