using System.Globalization;
using CustomerGrains.Domain;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Time;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Hosting;

/// <summary>Starts a server in this process.</summary>
public static class ServerHost
{
    private const string TimeZoneParameter = "time-zone";
    private const string DayWindowParameter = "day-window";
    private const int StreamWindowBytes = 1 << 20;

    /// <exception cref="ArgumentException">An option; the message names it and the remedy.</exception>
    /// <exception cref="StoreException">The store cannot be opened.</exception>
    /// <exception cref="IOException">The address is in use.</exception>
    public static Task<RunningServer> StartAsync(ServerOptions options, Action<ILoggingBuilder>? logging = null, CancellationToken cancellationToken = default) =>
        StartAsync(options, logging, new ServerSeams(), cancellationToken);

    internal static async Task<RunningServer> StartAsync(ServerOptions options, Action<ILoggingBuilder>? logging, ServerSeams seams, CancellationToken cancellationToken)
    {
        options.Validate();
        logging ??= static builder => builder.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Logging.ClearProviders();
        logging(builder.Logging);
        builder.WebHost.UseUrls(options.Listen);
        builder.WebHost.ConfigureKestrel(Configure);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.ShutdownSeconds));

        // The store outlives the host: it commits what the last calls appended.
        var loggers = LoggerFactory.Create(logging);
        IStore? store = null;
        try
        {
            store = await OpenAsync(options, seams, loggers, cancellationToken);
            IBusinessClock clock = options.Clock == ClockMode.Wall ? new WallClock(TimeProvider.System, store.Log.NowAtOpen) : new StreamClock(store.Log.NowAtOpen);
            builder.AddGrainHost(options, store);
            builder.Services.AddCustomerGrains(store, Parameters(store.Parameters), clock);
            seams.Builder(builder);
            var app = builder.Build();
            app.MapCustomerGrains();
            await app.StartAsync(cancellationToken);
            return new RunningServer(app, store, loggers, new Uri(app.Urls.First()));
        }
        catch
        {
            if (store is not null) await store.DisposeAsync();
            loggers.Dispose();
            throw;
        }
    }

    private static void Configure(KestrelServerOptions kestrel)
    {
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2);
        // A feed that is not read for a while fills its stream's window; with room for a dozen such streams in the connection's, the
        // other calls of the connection go on.
        kestrel.Limits.Http2.InitialStreamWindowSize = StreamWindowBytes;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 12 * StreamWindowBytes;
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
        };
        return await SqliteStore.OpenAsync(seams.Store(storeOptions), stored => new EntityKinds(Parameters(stored)), loggers, cancellationToken);
    }

    private static Dictionary<string, string> AskedParameters(ServerOptions options)
    {
        var asked = new Dictionary<string, string>();
        if (options.TimeZone is { } zone) asked[TimeZoneParameter] = zone;
        if (options.DayWindow is { } days) asked[DayWindowParameter] = days.ToString(CultureInfo.InvariantCulture);
        // Refused before a store is made with it.
        _ = new FoldParameters(options.TimeZone ?? FoldParameters.DefaultTimeZone, options.DayWindow ?? FoldParameters.DefaultDayWindow);
        return asked;
    }

    private static FoldParameters Parameters(IReadOnlyDictionary<string, string> stored) =>
        new(stored[TimeZoneParameter], int.Parse(stored[DayWindowParameter], CultureInfo.InvariantCulture));
}
