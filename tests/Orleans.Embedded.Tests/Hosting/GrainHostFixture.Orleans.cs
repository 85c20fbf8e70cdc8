using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Orleans.Embedded.Tests.Hosting;

public sealed partial class GrainHostFixture
{
    private readonly InProcessTestCluster _cluster;

    private GrainHostFixture(InProcessTestCluster cluster) => _cluster = cluster;

    /// <summary>Those of the silo: tests call as a co-hosted service does.</summary>
    public IServiceProvider Services => _cluster.GetSiloServiceProvider();

    public static async Task<GrainHostFixture> StartAsync(Action<IServiceCollection>? services = null, GrainHostSettings? settings = null)
    {
        var timeout = (settings ?? new GrainHostSettings()).ResponseTimeout;
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = timeout);
            services?.Invoke(silo.Services);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new GrainHostFixture(cluster);
    }

    /// <summary>Ends the activation of a grain and waits until it is gone.</summary>
    public Task DeactivateAsync(IAddressable grain) => _cluster.DeactivateAsync(grain);

    /// <summary>This host has real time only.</summary>
    public Task PassAsync(TimeSpan time) => Task.Delay(time);

    public Task StopAsync(CancellationToken cancellationToken = default) => _cluster.StopAllSilosAsync().WaitAsync(cancellationToken);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
