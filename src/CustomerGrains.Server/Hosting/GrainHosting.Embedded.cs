using CustomerGrains.Grains;
using CustomerGrains.Server.Operations;
using CustomerGrains.Storage;
using Microsoft.Extensions.Hosting;
using Orleans.Embedded;
using Orleans.Storage;

namespace CustomerGrains.Server.Hosting;

/// <summary>Grains on the embedded host: one process, nothing to install.</summary>
internal static class GrainHosting
{
    private static readonly TimeSpan MaxQuantum = TimeSpan.FromMinutes(1);

    internal static void AddGrainHost(this IHostApplicationBuilder builder, ServerOptions options, IStore store)
    {
        var idle = TimeSpan.FromSeconds(options.IdleSeconds);
        builder.Services.AddEmbeddedGrains(grains =>
        {
            grains.CollectionAge = idle;
            grains.CollectionQuantum = idle < MaxQuantum ? idle : MaxQuantum;
            grains.ShutdownTimeout = TimeSpan.FromSeconds(options.ShutdownSeconds);
        });
        builder.Services.AddKeyedSingleton<IGrainStorage>(Documents.StorageName, new DocumentGrainStorage(store.Documents));
        builder.Services.AddSingleton<IGrainCensus, GrainCensus>();
    }

    private sealed class GrainCensus(EmbeddedGrainStatistics statistics) : IGrainCensus
    {
        public ValueTask<long> CountAsync() => new(statistics.Activations);
    }
}
