using CustomerGrains.Server.Hosting;
using CustomerGrains.Server.Reports;
using CustomerGrains.Server.Rollups;
using CustomerGrains.Storage;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.Storage.ReadModel.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CustomerGrains.Server.Search;

/// <summary>What search and reports are made of.</summary>
internal static class ReadModelRegistration
{
    internal static void AddReadModel(this IServiceCollection services, ServerOptions options, IStore store)
    {
        services.TryAddSingleton(new ReadModelOptions());
        services.TryAddSingleton<IRowSource, SubscriberRowSource>();
        services.TryAddSingleton<IRowFollower>(static provider => provider.GetRequiredService<RollupDelivery>());
        services.AddSingleton<IReadModel>(provider => SqliteReadModel.Open(options.DataDirectory, store.Id, provider.GetRequiredService<ILogger<SqliteReadModel>>()));
        services.AddSingleton<ReadModelWriter>();
        services.AddSingleton<IRowSink>(static provider => provider.GetRequiredService<ReadModelWriter>());
        services.AddHostedService<ReadModelService>();
        services.AddSingleton<SubscriberSearch>();
        services.AddSingleton<ReportViews>();
        services.AddSingleton<MovementReporter>();
        services.AddSingleton<KpiReporter>();
        services.AddSingleton<CohortReporter>();
        services.AddSingleton<ReportsService>();
        services.AddSingleton<DayKeeper>();
        services.AddHostedService(static provider => provider.GetRequiredService<DayKeeper>());
    }
}
