using System.Collections.Concurrent;
using CustomerGrains.Server.Hosting;
using CustomerGrains.Storage;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Tests;

/// <summary>The real server in this process, on a folder of its own. Any error it logs that a test did not announce fails the
/// test when it ends. Subscribers are not reviewed unless the test says so: their versions are then those of the facts it sends. With CG_STRICT set to a seed, its grains live in strict mode (embedded host only).</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly bool _ownsDirectory;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly List<string> _expectedErrors = [];
    private RunningServer? _server;
    private GrpcChannel? _channel;

    private TestServer(string directory, bool ownsDirectory)
    {
        DataDirectory = directory;
        _ownsDirectory = ownsDirectory;
    }

    public static DateTimeOffset Epoch { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether grains misbehave on purpose; tests that count activations or single answers look at it.</summary>
    public static bool IsStrict => GrainStrictness.Seed is not null;

    public string DataDirectory { get; }

    public IGrainFactory Grains => _server!.Services.GetRequiredService<IGrainFactory>();

    public IServiceProvider Services => _server!.Services;

    public Uri Address => _server!.Address;

    public IReadOnlyList<Uri> Addresses => _server!.Addresses;

    public GrpcChannel Channel => _channel!;

    public UsageFeed.UsageFeedClient Feed => new(_channel);

    public V1.Subscribers.SubscribersClient Subscribers => new(_channel);

    public V1.Directory.DirectoryClient Directory => new(_channel);

    public Customers.CustomersClient Customers => new(_channel);

    public Policies.PoliciesClient Policies => new(_channel);

    public Models.ModelsClient Models => new(_channel);

    public V1.Facts.FactsClient Facts => new(_channel);

    public Operations.OperationsClient Operations => new(_channel);

    /// <param name="store">Changes how the store is opened.</param>
    /// <param name="options">Changes what the server is told.</param>
    /// <param name="builder">Changes the host, after everything else.</param>
    /// <param name="app">Adds services and middleware, after everything else.</param>
    public static async Task<TestServer> StartAsync(
        Func<StoreOptions, StoreOptions>? store = null, string? directory = null, bool strict = true, ClockMode clock = ClockMode.Stream,
        Func<ServerOptions, ServerOptions>? options = null, Action<WebApplicationBuilder>? builder = null, Action<WebApplication>? app = null)
    {
        var server = new TestServer(directory ?? System.IO.Directory.CreateTempSubdirectory("customergrains-").FullName, directory is null);
        await server.RestartAsync(store, strict, clock, options, builder, app);
        return server;
    }

    /// <summary>Stops cleanly, if it runs, and opens the same folder again.</summary>
    public async Task RestartAsync(
        Func<StoreOptions, StoreOptions>? store = null, bool strict = true, ClockMode clock = ClockMode.Stream,
        Func<ServerOptions, ServerOptions>? options = null, Action<WebApplicationBuilder>? builder = null, Action<WebApplication>? app = null)
    {
        await StopAsync();
        var told = new ServerOptions { DataDirectory = DataDirectory, Listen = "http://127.0.0.1:0", Clock = clock, DayWindow = 400, TimeZone = "Europe/London", ReviewsPerSecond = 0, HugePages = false };
        var seams = new ServerSeams
        {
            Store = store ?? (static o => o),
            Builder = host =>
            {
                if (strict) GrainStrictness.Apply(host);
                builder?.Invoke(host);
            },
            App = app ?? (static _ => { }),
        };
        _server = await ServerHost.StartAsync(options is null ? told : options(told), logging => logging.AddProvider(new ErrorCollector(_errors)).SetMinimumLevel(LogLevel.Warning), seams, CancellationToken.None);
        _channel = GrpcChannel.ForAddress(_server.Address);
    }

    public async Task StopAsync()
    {
        _channel?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _server = null;
    }

    /// <summary>Whether it has logged an error, expected or not.</summary>
    public bool HasLoggedErrors => !_errors.IsEmpty;

    /// <summary>Stops the server alone: what is open on its channel sees it go.</summary>
    public async Task StopServerAsync()
    {
        var server = Interlocked.Exchange(ref _server, null)!;
        await server.DisposeAsync();
    }

    /// <summary>Errors whose text contains this are part of the test.</summary>
    public void ExpectErrors(string text) => _expectedErrors.Add(text);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_ownsDirectory) System.IO.Directory.Delete(DataDirectory, recursive: true);
        var unexpected = _errors.Where(e => !_expectedErrors.Exists(e.Contains)).ToList();
        Assert.True(unexpected.Count == 0, "The server logged errors:\n" + string.Join("\n", unexpected));
    }

    /// <summary>Registers subscribers <c>s0 … s(count − 1)</c> with the numbers of <see cref="NumberOf"/>.</summary>
    public async Task RegisterAsync(int count)
    {
        var request = new BatchRegisterSubscribersRequest();
        for (var i = 0; i < count; i++) request.Requests.Add(Registration(i));
        var response = await Directory.BatchRegisterSubscribersAsync(request);
        Assert.All(response.Results, r => Assert.True(r.Code == 0, r.Message));
    }

    public static RegisterSubscriberRequest Registration(int i) => new()
    {
        SubscriberId = "s" + i,
        ActivationTime = Timestamp.FromDateTimeOffset(Epoch.AddYears(-1)),
        Plan = "plan-a",
        Msisdns = { NumberOf(i) },
    };

    public static string NumberOf(int i) => (8_613_900_000_000 + i).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public async Task<Subscriber> GetAsync(int i) => await Subscribers.GetSubscriberAsync(new GetSubscriberRequest { SubscriberId = "s" + i });

    /// <summary>Calls of subscriber i and their seconds, over all days.</summary>
    public async Task<(ulong Calls, ulong Seconds)> VoiceAsync(int i)
    {
        var services = (await GetAsync(i)).Days.SelectMany(d => d.Services).Where(s => s.Service == Service.Voice).ToList();
        return ((ulong)services.Sum(s => (long)s.Count), (ulong)services.Sum(s => (long)s.DurationSeconds));
    }

    private sealed class ErrorCollector(ConcurrentQueue<string> errors) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) errors.Enqueue(formatter(state, exception) + " " + exception);
        }

        public void Dispose()
        {
        }
    }
}
