using CustomerGrains.Domain;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Directory;
using CustomerGrains.Server.Feed;
using CustomerGrains.Server.Operations;
using CustomerGrains.Server.Subscribers;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Log;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CustomerGrains.Server.Hosting;

/// <summary>The product's services, the same on both hosts.</summary>
internal static class ServiceRegistration
{
    /// <summary>Largest request: a batch of 10,000 records of a kilobyte and more.</summary>
    private const int MaxRequestBytes = 16 << 20;

    internal static void AddCustomerGrains(this IServiceCollection services, IStore store, FoldParameters parameters, IBusinessClock clock)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(store);
        services.AddSingleton(store.Log);
        services.AddSingleton(parameters);
        services.AddSingleton(clock);
        services.AddSingleton<IEntityKinds, EntityKinds>();
        services.AddSingleton<EntityServices>();
        services.AddSingleton<NumberDirectory>();
        services.AddSingleton<FeedAdmission>();
        services.AddSingleton<FeedMetrics>();
        services.AddSingleton<FeedServices>();
        services.AddSingleton<DigestCalculator>();
        services.AddSingleton<UsageFeedService>();
        services.AddSingleton<SubscribersService>();
        services.AddSingleton<DirectoryService>();
        services.AddSingleton<OperationsService>();
        services.AddSingleton<HealthService>();
        services.AddHostedService<EffectRecovery>();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxRequestBytes;
            grpc.Interceptors.Add<ErrorInterceptor>();
        });
    }

    internal static void MapCustomerGrains(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<UsageFeedService>();
        endpoints.MapGrpcService<SubscribersService>();
        endpoints.MapGrpcService<DirectoryService>();
        endpoints.MapGrpcService<OperationsService>();
        endpoints.MapGrpcService<HealthService>();
    }
}
