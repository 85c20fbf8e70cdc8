using System.Net;
using System.Net.Sockets;
using CustomerGrains.Grains;
using CustomerGrains.Server.Operations;
using CustomerGrains.Storage;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;

namespace CustomerGrains.Server.Hosting;

/// <summary>Grains on Orleans: one silo, clustered with itself, documents in the same SQLite file as on the embedded host.</summary>
internal static class GrainHosting
{
    /// <summary>The name under which Orleans' ADO.NET providers know Microsoft.Data.Sqlite.</summary>
    private const string SqliteInvariant = "System.Data.SQLite";

    /// <summary>Orleans' watchdog may check itself just before it notes its start, and then warns of hours without a check.</summary>
    private static readonly TimeSpan WatchdogStart = TimeSpan.FromSeconds(10);

    internal static void AddGrainHost(this IHostApplicationBuilder builder, ServerOptions options, IStore store)
    {
        var idle = TimeSpan.FromSeconds(options.IdleSeconds);
        // Below a warning Orleans names the grains it works on, and a number's name is a phone number.
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        builder.UseOrleans(silo =>
        {
            var (siloPort, gatewayPort) = FreePorts();
            silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: DocumentSerializer.ServiceId);
            silo.AddAdoNetGrainStorage(Documents.StorageName, (AdoNetGrainStorageOptions storage) =>
            {
                storage.Invariant = SqliteInvariant;
                storage.DataSource = new DocumentDataSource(Path.Combine(options.DataDirectory, "documents.db"));
                storage.GrainStorageSerializer = new JsonDocuments();
            });
            silo.Configure<GrainCollectionOptions>(collection =>
            {
                collection.CollectionQuantum = TimeSpan.FromSeconds(Math.Clamp(options.IdleSeconds / 2, 1, 60));
                collection.CollectionAge = idle > collection.CollectionQuantum ? idle : collection.CollectionQuantum + TimeSpan.FromSeconds(1);
            });
        });
        var start = TimeProvider.System.GetTimestamp();
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", level =>
            level > LogLevel.Warning || (level == LogLevel.Warning && TimeProvider.System.GetElapsedTime(start) > WatchdogStart));
        builder.Services.AddSingleton<IGrainCensus, GrainCensus>();
    }

    /// <summary>Several servers may run on one machine, each a cluster of its own.</summary>
    private static (int Silo, int Gateway) FreePorts()
    {
        using var silo = new TcpListener(IPAddress.Loopback, 0);
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        silo.Start();
        gateway.Start();
        return (((IPEndPoint)silo.LocalEndpoint).Port, ((IPEndPoint)gateway.LocalEndpoint).Port);
    }

    private sealed class JsonDocuments : IGrainStorageSerializer
    {
        public BinaryData Serialize<T>(T? input) => new(DocumentSerializer.Serialize(input));

        public T Deserialize<T>(BinaryData input) => DocumentSerializer.Deserialize<T>(input.ToMemory().Span);
    }

    private sealed class GrainCensus(IGrainFactory grains) : IGrainCensus
    {
        public async ValueTask<long> CountAsync() => await grains.GetGrain<IManagementGrain>(0).GetTotalActivationCount();
    }
}
