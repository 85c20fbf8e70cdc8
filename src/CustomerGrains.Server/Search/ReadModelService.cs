using CustomerGrains.Storage;
using CustomerGrains.Storage.ReadModel;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Search;

/// <summary>Begins the writing of rows with the server. It ends when the services are disposed, behind the last turn; what rows have to tell other
/// entities goes before, while those answer.</summary>
internal sealed class ReadModelService(ReadModelWriter writer) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        writer.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await writer.FlushReportsAsync(cancellationToken);
        }
        catch (Exception e) when (e is StoreException or OperationCanceledException)
        {
            // The next start makes them again.
        }
    }
}
