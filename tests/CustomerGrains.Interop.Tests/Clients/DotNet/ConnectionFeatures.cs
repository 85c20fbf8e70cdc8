using CustomerGrains.Interop.Tests.Server;
using Google.Protobuf;
using Grpc.Core;

namespace CustomerGrains.Interop.Tests.Clients.DotNet;

/// <summary>Connections: many calls on one, keep-alive, TLS, GOAWAY.</summary>
internal static class ConnectionFeatures
{
    public static IReadOnlyDictionary<string, Func<Run, Task>> All { get; } = new Dictionary<string, Func<Run, Task>>
    {
        ["100 calls at once on one connection"] = HundredCallsAsync,
        ["keep-alive pings of the client"] = KeepAliveOfClientAsync,
        ["keep-alive pings of the server"] = run => KeepAliveAsync(run, PingedBy.Server, null),
        ["TLS with ALPN"] = TlsAsync,
        ["TLS, server not trusted"] = TlsNotTrustedAsync,
        ["mutual TLS"] = MutualTlsAsync,
        ["mutual TLS without a certificate"] = MutualTlsWithoutAsync,
        ["GOAWAY: the open stream ends well"] = GoawayOpenStreamAsync,
        ["GOAWAY: new calls find the next server"] = GoawayNewCallsAsync,
    };

    private static async Task HundredCallsAsync(Run run)
    {
        var before = (await run.TrafficAsync()).Connections;
        // Else it may open a second one before the first has said how many calls it takes.
        var echo = run.Connect(handler: static h => h.EnableMultipleHttp2Connections = false).Echo;
        var request = new EchoRequest { Call = Run.NameOfCall(), Together = 100 };
        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => echo.UnaryAsync(request).ResponseAsync));
        Assert.Single(responses.Select(r => r.Seen.Connection).Distinct());
        Assert.Equal(1u, (await run.TrafficAsync()).Connections - before);
    }

    private static Task KeepAliveOfClientAsync(Run run) => KeepAliveAsync(run, PingedBy.Client, handler =>
    {
        // The least that it takes.
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(1);
        handler.KeepAlivePingTimeout = Patience.Limit;
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
    });

    // A stream that is silent until pings were answered, and works after them.
    private static async Task KeepAliveAsync(Run run, PingedBy by, Action<SocketsHttpHandler>? handler)
    {
        using var call = run.Connect(handler: handler).Echo.Chat();
        await call.RequestStream.WriteAsync(new EchoRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        var traffic = await run.TrafficAsync();
        var pings = (by == PingedBy.Client ? traffic.FromClient : traffic.FromServer).Pings;
        await run.Harness.AwaitPingsAsync(new AwaitPingsRequest { Tap = Tap.Plain, By = by, Count = pings + 2 });
        await call.RequestStream.WriteAsync(new EchoRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        await call.RequestStream.CompleteAsync();
    }

    private static async Task TlsAsync(Run run)
    {
        var seen = (await run.Tls().Echo.UnaryAsync(new EchoRequest())).Seen;
        Assert.Equal(("h2", ""), (seen.Protocol, seen.Client));
    }

    private static async Task TlsNotTrustedAsync(Run run)
    {
        var echo = run.Tls(authority: run.Settings.Stranger).Echo;
        await Run.Fails(HostDifferences.NotTrusted, async () => await echo.UnaryAsync(new EchoRequest()));
    }

    private static async Task MutualTlsAsync(Run run)
    {
        var seen = (await run.Tls(run.Settings.Mutual, withCertificate: true).Echo.UnaryAsync(new EchoRequest())).Seen;
        Assert.Equal(("h2", Certificates.ClientName), (seen.Protocol, seen.Client));
    }

    private static async Task MutualTlsWithoutAsync(Run run)
    {
        var echo = run.Tls(run.Settings.Mutual).Echo;
        var error = await Assert.ThrowsAsync<RpcException>(async () => await echo.UnaryAsync(new EchoRequest()));
        // With TLS 1.3 the client has begun when it is refused, or not yet.
        Assert.True(error.StatusCode is StatusCode.Unavailable || error.StatusCode == HostDifferences.NotBegun, error.ToString());
    }

    private static async Task GoawayOpenStreamAsync(Run run)
    {
        using var call = run.Connect(run.Settings.Drain).Echo.Chat();
        await call.RequestStream.WriteAsync(new EchoRequest { Payload = ByteString.CopyFromUtf8("before") });
        Assert.True(await call.ResponseStream.MoveNext());
        await run.Harness.DrainAsync(Run.Empty);
        for (var i = 1u; i <= 3; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Payload = ByteString.CopyFromUtf8("after") });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(i, call.ResponseStream.Current.Number);
        }
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        await run.Harness.RestartAsync(Run.Empty);
    }

    private static async Task GoawayNewCallsAsync(Run run)
    {
        var echo = run.Connect(run.Settings.Drain).Echo;
        var first = (await echo.UnaryAsync(new EchoRequest())).Seen.Connection;
        await run.Harness.DrainAsync(Run.Empty);
        await Run.Fails(StatusCode.Unavailable, async () => await echo.UnaryAsync(new EchoRequest()));
        await run.Harness.RestartAsync(Run.Empty);
        var options = new CallOptions(deadline: DateTime.UtcNow + Patience.Limit).WithWaitForReady();
        Assert.NotEqual(first, (await echo.UnaryAsync(new EchoRequest(), options)).Seen.Connection);
    }
}
