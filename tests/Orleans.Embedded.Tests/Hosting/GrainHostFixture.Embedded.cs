using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Hosting;

public sealed partial class GrainHostFixture
{
    /// <summary>A running host of its own for one test.</summary>
    public static async Task<GrainHostFixture> StartAsync(Action<IServiceCollection>? services = null, Action<EmbeddedGrainOptions>? options = null)
    {
        var time = new ManualTime();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddEmbeddedGrains(options);
        services?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new GrainHostFixture(host, time);
    }

    /// <summary>Ends the activation of a grain and waits until it is gone.</summary>
    public Task DeactivateAsync(IAddressable grain) => Services.GetRequiredService<EmbeddedGrainControl>().DeactivateAsync(grain);
}
