using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Orleans.Embedded.Tests.Grains;

[GrainType("tests.services")]
public sealed class ServicesGrain(
    SharedService shared,
    OwnService own,
    [FromKeyedServices("named")] SharedService named,
    ILogger<ServicesGrain> logger,
    IGrainFactory grains) : Grain, IServicesGrain, IAsyncDisposable
{
    private static int _gone;

    public static int Gone => _gone;

    public Task Check()
    {
        Assert.NotNull(logger);
        Assert.NotSame(shared, named);
        Assert.Same(shared, ServiceProvider.GetRequiredService<SharedService>());
        Assert.Same(own, ServiceProvider.GetRequiredService<OwnService>());
        Assert.Same(grains, GrainFactory);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _gone);
        return default;
    }
}
