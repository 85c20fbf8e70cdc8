using CustomerGrains.Storage.ReadModel;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Search;

/// <summary>Begins the writing of rows with the server. It ends when the services are disposed, behind the last turn.</summary>
internal sealed class ReadModelService(ReadModelWriter writer) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        writer.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
