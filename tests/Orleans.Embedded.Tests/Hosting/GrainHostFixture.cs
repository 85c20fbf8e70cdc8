using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orleans.Embedded.Tests.Hosting;

/// <summary>A running grain host. What differs between hosts stands in one file per host.</summary>
public sealed partial class GrainHostFixture : IAsyncDisposable
{
    private readonly IHost _host;

    private GrainHostFixture(IHost host, ManualTime? time)
    {
        _host = host;
        Time = time;
    }

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>The clock of the host, where the host lets tests set it.</summary>
    public ManualTime? Time { get; }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    public Task StopAsync() => _host.StopAsync();
}
