using System.Globalization;
using CustomerGrains.Domain;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Time;
using CustomerGrains.Server.Telemetry;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Hosting;

/// <summary>Starts a server in this process.</summary>
public static class ServerHost
{
    /// <summary>Records in quarantine are in the entries of sources and are listed for 400 days of receipt; two months more are for
    /// re-drives under way and for clocks. No limit of bytes takes them away before.</summary>
    private static readonly HistoryRetention IntakeHistory = new(Months: 15);

    /// <summary>Reports take each other's place: nobody asks for those of a year ago.</summary>
    private static readonly HistoryRetention RollupHistory = new(Months: 1);

    /// <exception cref="ArgumentException">An option; the message names it and the remedy.</exception>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    /// <exception cref="IOException">An address cannot be listened on; the message says which and why.</exception>
    public static Task<RunningServer> StartAsync(ServerOptions options, Action<ILoggingBuilder>? logging = null, CancellationToken cancellationToken = default) =>
        StartAsync(options, logging, new ServerSeams(), cancellationToken);

    internal static async Task<RunningServer> StartAsync(ServerOptions options, Action<ILoggingBuilder>? logging, ServerSeams seams, CancellationToken cancellationToken)
    {
        options.Validate();
        var listener = Listener.Create(options, TimeProvider.System.GetUtcNow());
        logging ??= builder => LogToConsole(builder, options);
        // Its options are its whole configuration: no files of the working directory are watched.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = [] });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        logging(builder.Logging);
        // What keeps it from starting is thrown, and need not be logged as well.
        var hasStarted = false;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Warning && Volatile.Read(ref hasStarted));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(listener.Configure);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.ShutdownSeconds));
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();

        // The store outlives the host: it commits what the last calls appended.
        var loggers = LoggerFactory.Create(logging);
        IStore? store = null;
        WebApplication? app = null;
        try
        {
            store = await OpenAsync(options, seams, loggers, cancellationToken);
            IBusinessClock clock = options.Clock == ClockMode.Wall ? new WallClock(TimeProvider.System, store.Log.NowAtOpen) : new StreamClock(store.Log.NowAtOpen);
            builder.AddGrainHost(options, store);
            builder.Services.AddCustomerGrains(options, store, FoldParameters.From(store.Parameters), clock);
            seams.Builder(builder);
            app = builder.Build();
            app.MapCustomerGrains();
            seams.App(app);
            await listener.StartAsync(app, cancellationToken);
            Volatile.Write(ref hasStarted, true);
            return new RunningServer(app, store, loggers, options);
        }
        catch
        {
            if (app is not null) await app.DisposeAsync();
            if (store is not null) await store.DisposeAsync();
            loggers.Dispose();
            throw;
        }
    }

    private static void LogToConsole(ILoggingBuilder builder, ServerOptions options)
    {
        if (options.LogFormat == LogFormat.Json) builder.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "O"));
        else builder.AddSimpleConsole(console => console.SingleLine = true);
        builder.SetMinimumLevel(options.LogLevel);
    }

    private static async Task<IStore> OpenAsync(ServerOptions options, ServerSeams seams, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var parameters = AskedParameters(options);
        if (!File.Exists(Path.Combine(options.DataDirectory, "store.db")))
        {
            foreach (var (name, value) in new FoldParameters().ToDictionary()) parameters.TryAdd(name, value);
        }
        var storeOptions = new StoreOptions
        {
            Directory = options.DataDirectory,
            Parameters = parameters,
            CheckpointInterval = TimeSpan.FromSeconds(options.CheckpointSeconds),
            SegmentBytes = options.SegmentMegabytes * 1_000_000L,
            History = new HistoryRetention(options.HistoryMonths, options.HistoryMegabytes == 0 ? null : options.HistoryMegabytes * 1_000_000L),
            HistoryByKind = new Dictionary<string, HistoryRetention> { [EntityKinds.Source] = IntakeHistory, [EntityKinds.Stream] = IntakeHistory, [EntityKinds.Rollup] = RollupHistory },
        };
        return await SqliteStore.OpenAsync(seams.Store(storeOptions), stored => new EntityKinds(FoldParameters.From(stored)), loggers, cancellationToken);
    }

    private static Dictionary<string, string> AskedParameters(ServerOptions options)
    {
        var asked = new Dictionary<string, string>();
        if (options.TimeZone is { } zone) asked[FoldParameters.TimeZoneName] = zone;
        if (options.DayWindow is { } days) asked[FoldParameters.DayWindowName] = days.ToString(CultureInfo.InvariantCulture);
        if (options.PeakHours is { } hours) asked[FoldParameters.PeakHoursName] = hours;
        if (options.Currency is { } currency) asked[FoldParameters.CurrencyName] = currency;
        // Refused before a store is made with it.
        _ = FoldParameters.From(asked);
        return asked;
    }
}
