using CustomerGrains.Cli.Output;
using CustomerGrains.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Cli.Bench.Wire;

/// <summary>gRPC alone: calls and bytes through client and server in this process, and beside it the same client against grpc-js.</summary>
internal sealed class WireBench(WireOptions options, Terminal terminal)
{
    /// <summary>Runs all of it.</summary>
    public async Task<WireReport> RunAsync(CancellationToken cancellationToken)
    {
        var machine = Machine.Look(Path.GetTempPath());
        terminal.Error.WriteLine(machine);
        // Looked for first: what is missing need not be found out after half a minute.
        await using var node = options.Node is { } folder ? await NodeServer.StartAsync(folder, cancellationToken) : null;
        await using var app = Serve();
        await app.StartAsync(cancellationToken);
        var here = await new WireLoad(options, new Uri(app.Urls.First())).RunAsync("this server", cancellationToken);
        return new WireReport
        {
            Machine = machine,
            Options = options,
            Here = here,
            Node = node is null ? null : await new WireLoad(options, node.Address).RunAsync(node.Name, cancellationToken),
        };
    }

    /// <summary>Kestrel with the limits of the real server, and nothing behind it.</summary>
    private static WebApplication Serve()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, static endpoint => endpoint.Protocols = HttpProtocols.Http2);
            Http2Windows.Apply(kestrel.Limits.Http2);
        });
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<WireService>();
        var app = builder.Build();
        app.MapGrpcService<WireService>();
        return app;
    }
}
