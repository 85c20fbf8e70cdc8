using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Hosting;

public sealed partial class GrainHostFixture
{
    private readonly IHost _host;

    private GrainHostFixture(IHost host, ManualTime time)
    {
        _host = host;
        Time = time;
    }

    public IServiceProvider Services => _host.Services;

    /// <summary>The clock of the host.</summary>
    public ManualTime Time { get; }

    public EmbeddedGrainControl Control => Services.GetRequiredService<EmbeddedGrainControl>();

    public int Activations => Services.GetRequiredService<EmbeddedGrainStatistics>().Activations;

    public static Task<GrainHostFixture> StartAsync(Action<IServiceCollection>? services = null, GrainHostSettings? settings = null) =>
        StartAsync(options => options.ResponseTimeout = (settings ?? new GrainHostSettings()).ResponseTimeout, services);

    /// <summary>With options that only this host has.</summary>
    public static async Task<GrainHostFixture> StartAsync(Action<EmbeddedGrainOptions> options, Action<IServiceCollection>? services = null)
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

    public static Task<GrainHostFixture> StartAsync(StrictMode strict) => StartAsync(options => options.Strict = strict);

    /// <summary>Ends the activation of a grain and waits until it is gone.</summary>
    public Task DeactivateAsync(IAddressable grain) => Control.DeactivateAsync(grain);

    /// <summary>Lets the host's time pass, and what is ready run.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        await Task.Yield();
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // A host whose grains hang is told to stop at once: tests that want to see it stop say so themselves.
        await _host.StopAsync(new CancellationToken(canceled: true));
        _host.Dispose();
    }
}
