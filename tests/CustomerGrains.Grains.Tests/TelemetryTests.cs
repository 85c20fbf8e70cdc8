using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using static CustomerGrains.Tests.Publisher;

namespace CustomerGrains.Grains.Tests;

/// <summary>What leaves the server besides answers: metrics and logs.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Metrics_reach_a_collector()
    {
        var port = FreePort();
        using var collector = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        collector.Start();
        await using var server = await TestServer.StartAsync(options: o => o with { Otlp = $"http://127.0.0.1:{port}/v1/metrics", OtlpSeconds = 1 });
        await server.RegisterAsync(1);
        using (var feed = await OpenAsync(server)) await feed.PublishAsync(Batch(1, Call("a", 0), Call("a", 0), Call("b", 99)));
        await server.GetAsync(0);

        string[] wanted = ["customergrains.feed.records", "rpc.server.call.duration", "customergrains.v1.Subscribers/GetSubscriber", "customergrains.store.commits", "customergrains.reviews.waiting", "customergrains.search.delay", "duplicate", "rejected"];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (wanted.Length > 0)
        {
            var request = await collector.GetContextAsync().WaitAsync(patience.Token);
            using var body = new MemoryStream();
            await request.Request.InputStream.CopyToAsync(body);
            var text = Encoding.Latin1.GetString(body.ToArray());
            Assert.Equal(("/v1/metrics", "application/x-protobuf"), (request.Request.Url!.AbsolutePath, request.Request.ContentType));
            request.Response.Close();
            wanted = [.. wanted.Where(name => !text.Contains(name, StringComparison.Ordinal))];
        }
    }

    [Fact]
    public async Task No_log_line_has_a_phone_number()
    {
        var lines = new LineCollector();
        await using var server = await TestServer.StartAsync(builder: host => host.Logging.AddProvider(lines).SetMinimumLevel(LogLevel.Trace));
        await server.RegisterAsync(2);
        using (var feed = await OpenAsync(server)) await feed.PublishAsync(Batch(1, Call("a", 0), Call("a", 0, 7), Call("b", 99)));
        var taken = await Assert.ThrowsAsync<RpcException>(() => server.Directory.RegisterSubscriberAsync(new RegisterSubscriberRequest
        {
            SubscriberId = "thief",
            ActivationTime = Timestamp.FromDateTimeOffset(TestServer.Epoch),
            Msisdns = { TestServer.NumberOf(0) },
        }).ResponseAsync);
        Assert.Equal(StatusCode.FailedPrecondition, taken.StatusCode);
        await Assert.ThrowsAsync<RpcException>(() => server.Subscribers.FindSubscriberAsync(new FindSubscriberRequest { Msisdn = TestServer.NumberOf(99) }).ResponseAsync);
        await server.RestartAsync();

        Assert.NotEmpty(lines.All);
        Assert.DoesNotContain(lines.All, line => line.Contains("86139", StringComparison.Ordinal) || line.Contains("86137", StringComparison.Ordinal));
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private sealed class LineCollector : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception) + " " + exception);

        public void Dispose()
        {
        }
    }
}
