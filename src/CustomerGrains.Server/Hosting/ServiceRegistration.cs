using CustomerGrains.Domain;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Grains.Reviews;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Grains.Versions;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Directory;
using CustomerGrains.Server.Facts;
using CustomerGrains.Server.Feed;
using CustomerGrains.Server.Feed.Quarantine;
using CustomerGrains.Server.Hosting.Memory;
using CustomerGrains.Server.Insights;
using CustomerGrains.Server.Operations;
using CustomerGrains.Server.Parties;
using CustomerGrains.Server.Policies;
using CustomerGrains.Server.Reflection;
using CustomerGrains.Server.Reports;
using CustomerGrains.Server.Rollups;
using CustomerGrains.Server.Search;
using CustomerGrains.Server.Subscribers;
using CustomerGrains.Server.Telemetry;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Log;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CustomerGrains.Server.Hosting;

/// <summary>The product's services, the same on both hosts.</summary>
internal static class ServiceRegistration
{
    internal static void AddCustomerGrains(this IServiceCollection services, ServerOptions options, IStore store, FoldParameters parameters, IBusinessClock clock)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(store);
        services.AddSingleton(store.Log);
        services.AddSingleton(parameters);
        services.AddSingleton(clock);
        services.AddSingleton<IEntityKinds, EntityKinds>();
        services.AddSingleton<EntityServices>();
        services.AddSingleton<Drain>();
        services.AddSingleton<ServedServices>();
        services.AddSingleton<ErrorTable>();
        services.AddSingleton(DescriptorCatalog.OfProtocol());
        services.AddSingleton<ReflectionAnswers>();
        services.AddSingleton<GrainCalls>();
        services.AddSingleton<RepeatedRequests>();
        services.AddSingleton(new QuarantineLimits(options.QuarantineRecords, options.QuarantineMegabytes * 1_000_000L));
        services.AddSingleton<NumberDirectory>();
        services.AddSingleton<FeedAdmission>();
        services.AddSingleton<IIntakeLoad>(static provider => provider.GetRequiredService<FeedAdmission>());
        services.AddSingleton<FeedMetrics>();
        services.AddSingleton<CallMetrics>();
        services.AddSingleton<StoreMetrics>();
        services.AddSingleton<InsightMetrics>();
        if (options.Otlp is { } otlp) services.AddHostedService(provider => ActivatorUtilities.CreateInstance<MetricsExport>(provider, new Uri(otlp), TimeSpan.FromSeconds(options.OtlpSeconds)));
        if (options.HugePages) services.AddHostedService<HugePages>();
        services.AddHostedService<ShortPauses>();
        services.AddSingleton<FeedServices>();
        services.AddSingleton<Redriver>();
        services.AddSingleton<QuarantineCalls>();
        services.AddSingleton<ReadModelVerifier>();
        services.AddSingleton<DigestCalculator>();
        services.AddSingleton<RollupDelivery>();
        services.AddSingleton<RollupReader>();
        services.AddSingleton<RollupsService>();
        services.AddSingleton<UsageFeedService>();
        services.AddSingleton(PlanCatalogue.Load(options.Plans));
        services.AddSingleton(new ReviewRate(options.ReviewsPerSecond));
        services.AddSingleton<ReviewQueue>();
        services.AddSingleton<IReviews>(static provider => provider.GetRequiredService<ReviewQueue>());
        // In front of those that hand rows in: it stops behind them.
        services.AddReadModel(options, store);
        services.AddHostedService<ReviewPump>();
        services.AddHostedService<DueReviews>();
        services.AddSingleton<Rederivation>();
        services.AddHostedService(static provider => provider.GetRequiredService<Rederivation>());
        services.AddSingleton<RederivationProgress>();
        services.AddSingleton<SubscriberReader>();
        services.AddSingleton<ScreenPopReader>();
        services.AddSingleton<SubscriberWatch>();
        services.AddSingleton<UsageList>();
        services.AddSingleton<SubscribersService>();
        services.AddSingleton<FactRecorder>();
        services.AddSingleton<FactList>();
        services.AddSingleton<FactsService>();
        services.AddSingleton<DirectoryService>();
        services.AddSingleton<PartyReader>();
        services.AddSingleton<PartyMerger>();
        services.AddSingleton<CustomersService>();
        services.AddSingleton<RuleBookCache>();
        services.AddSingleton<IRuleBookSource>(static provider => provider.GetRequiredService<RuleBookCache>());
        services.AddHostedService(static provider => provider.GetRequiredService<RuleBookCache>());
        services.AddSingleton<VersionedDocuments>();
        services.AddSingleton<PoliciesService>();
        services.AddSingleton<ModelsService>();
        services.AddSingleton<OperationsService>();
        services.AddSingleton<HealthService>();
        services.AddSingleton<ReflectionService>();
        services.AddSingleton<ReflectionAlphaService>();
        services.AddHostedService<EffectRecovery>();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.MaxMessageMegabytes * 1_000_000;
            grpc.Interceptors.Add<CallMetrics>();
            grpc.Interceptors.Add<ErrorInterceptor>();
        });
    }

    internal static void MapCustomerGrains(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<UsageFeedService>();
        endpoints.MapGrpcService<SubscribersService>();
        endpoints.MapGrpcService<FactsService>();
        endpoints.MapGrpcService<DirectoryService>();
        endpoints.MapGrpcService<CustomersService>();
        endpoints.MapGrpcService<PoliciesService>();
        endpoints.MapGrpcService<ModelsService>();
        endpoints.MapGrpcService<ReportsService>();
        endpoints.MapGrpcService<RollupsService>();
        endpoints.MapGrpcService<OperationsService>();
        endpoints.MapGrpcService<HealthService>();
        endpoints.MapGrpcService<ReflectionService>();
        endpoints.MapGrpcService<ReflectionAlphaService>();
    }
}
