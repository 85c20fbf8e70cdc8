using System.Net;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Grpc.Embedded.Tests;

public sealed class ConnectionTests
{
    [Fact]
    public async Task Stop_waits_for_streams_that_watch_the_host_and_callers_learn_their_status()
    {
        await using var server = await ProbeServer.StartAsync(map: app => Microsoft.AspNetCore.Builder.GrpcEndpointRouteBuilderExtensions.MapGrpcService<Watching>(app));
        using var call = server.Client().Chat();
        await call.RequestStream.WriteAsync(new Ask());
        Assert.True(await call.ResponseStream.MoveNext(Patience.Token));
        var next = call.ResponseStream.MoveNext(Patience.Token);
        await server.StopAsync().WaitAsync(Patience.Limit);
        var e = await Assert.ThrowsAsync<RpcException>(() => next);
        Assert.Equal((StatusCode.Unavailable, "stopping"), (e.StatusCode, e.Status.Detail));
    }

    [Fact]
    public async Task Stop_cuts_streams_that_do_not_watch_the_host_when_its_time_is_over_and_callers_can_try_again()
    {
        await using var server = await ProbeServer.StartAsync(services: s => s.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1)));
        using var call = server.Client().Expand(new Ask { Text = "wait" });
        Assert.True(await call.ResponseStream.MoveNext(Patience.Token));
        Assert.Equal("waiting", await server.Report.NextAsync());
        // Until then the method is not told: as with the real server, its token is its caller's.
        await server.StopAsync().WaitAsync(Patience.Limit);
        Assert.Equal("cancelled", await server.Report.NextAsync());
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default))).StatusCode);
    }

    [Fact]
    public async Task Channel_finds_a_server_again_that_was_restarted()
    {
        var first = await ProbeServer.StartAsync();
        using var channel = Net.Client.GrpcChannel.ForAddress(first.Address);
        var client = new Probe.ProbeClient(channel);
        await client.UnaryAsync(new Ask());
        await first.DisposeAsync();
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(async () => await client.UnaryAsync(new Ask()))).StatusCode);
        await using var second = await ProbeServer.StartAsync(port: first.Address.Port);
        // A client may wait a little after a refusal before it tries to connect again.
        Assert.Equal("again", (await client.UnaryAsync(new Ask { Text = "again" }, new CallOptions(deadline: DateTime.UtcNow + Patience.Limit).WithWaitForReady())).Text);
    }

    [Fact]
    public async Task Call_that_waits_for_a_connection_gets_through_when_the_server_comes()
    {
        var first = await ProbeServer.StartAsync();
        await first.DisposeAsync();
        using var channel = Net.Client.GrpcChannel.ForAddress(first.Address, new() { InitialReconnectBackoff = TimeSpan.FromMilliseconds(5), MaxReconnectBackoff = TimeSpan.FromMilliseconds(20) });
        var options = new CallOptions().WithWaitForReady();
        var unary = new Probe.ProbeClient(channel).UnaryAsync(new Ask { Text = "patient" }, options);
        using var chat = new Probe.ProbeClient(channel).Chat(options);
        var write = chat.RequestStream.WriteAsync(new Ask { Text = "too" });
        await using var second = await ProbeServer.StartAsync(port: first.Address.Port);
        Assert.Equal("patient", (await unary).Text);
        await write;
        Assert.True(await chat.ResponseStream.MoveNext(Patience.Token));
        Assert.Equal("too", chat.ResponseStream.Current.Text);
    }

    [Fact]
    public async Task Connection_that_is_over_before_the_first_request_is_unavailable()
    {
        var handler = new SocketsHttpHandler { ConnectCallback = static (_, _) => ValueTask.FromResult(Stream.Null) };
        using var channel = Net.Client.GrpcChannel.ForAddress("http://nowhere", new() { HttpHandler = handler, DisposeHttpClient = true });
        var e = await Assert.ThrowsAsync<RpcException>(async () => await new Probe.ProbeClient(channel).UnaryAsync(new Ask()));
        Assert.Equal(HostDifferences.NotBegun, e.StatusCode);
    }

    [Fact]
    public async Task Call_that_waits_for_a_connection_ends_at_its_deadline()
    {
        var first = await ProbeServer.StartAsync();
        await first.DisposeAsync();
        using var channel = Net.Client.GrpcChannel.ForAddress(first.Address);
        var options = new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(100)).WithWaitForReady();
        var e = await Assert.ThrowsAsync<RpcException>(async () => await new Probe.ProbeClient(channel).UnaryAsync(new Ask(), options));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, StatusCode.Internal)]
    [InlineData(HttpStatusCode.Unauthorized, StatusCode.Unauthenticated)]
    [InlineData(HttpStatusCode.Forbidden, StatusCode.PermissionDenied)]
    [InlineData(HttpStatusCode.NotFound, StatusCode.Unimplemented)]
    [InlineData(HttpStatusCode.TooManyRequests, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.BadGateway, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.ServiceUnavailable, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.InternalServerError, StatusCode.Unknown)]
    public async Task Response_that_is_not_gRPC_gets_the_status_that_the_specification_names(HttpStatusCode http, StatusCode status)
    {
        var handler = new Answering(() => new HttpResponseMessage(http) { Version = HttpVersion.Version20, Content = new StringContent("<html>", null, "text/html") });
        using var channel = Net.Client.GrpcChannel.ForAddress("http://nowhere", new() { HttpHandler = handler });
        var e = await Assert.ThrowsAsync<RpcException>(async () => await new Probe.ProbeClient(channel).UnaryAsync(new Ask()));
        Assert.Equal(status, e.StatusCode);
    }

    [Fact]
    public async Task Web_page_is_not_taken_for_an_answer()
    {
        var handler = new Answering(() => new HttpResponseMessage(HttpStatusCode.OK) { Version = HttpVersion.Version20, Content = new StringContent("<html>", null, "text/html") });
        using var channel = Net.Client.GrpcChannel.ForAddress("http://nowhere", new() { HttpHandler = handler });
        var e = await Assert.ThrowsAsync<RpcException>(async () => await new Probe.ProbeClient(channel).UnaryAsync(new Ask()));
        Assert.Equal(HostDifferences.NotGrpc, e.StatusCode);
    }

    [Fact]
    public async Task Response_without_a_status_fails_and_a_cut_message_is_internal()
    {
        foreach (var (body, status) in new[] { (RawClient.Frame(new Answer()), HostDifferences.NotGrpc), (new byte[] { 0, 0, 0 }, StatusCode.Internal), (new byte[] { 0, 0, 0, 0, 9, 1 }, StatusCode.Internal) })
        {
            var handler = new Answering(() =>
            {
                var content = new ByteArrayContent(body);
                content.Headers.ContentType = new("application/grpc");
                return new HttpResponseMessage(HttpStatusCode.OK) { Version = HttpVersion.Version20, Content = content };
            });
            using var channel = Net.Client.GrpcChannel.ForAddress("http://nowhere", new() { HttpHandler = handler });
            Assert.Equal(status, (await Assert.ThrowsAsync<RpcException>(async () => await new Probe.ProbeClient(channel).UnaryAsync(new Ask()))).StatusCode);
            using var call = new Probe.ProbeClient(channel).Expand(new Ask());
            var e = await Assert.ThrowsAsync<RpcException>(async () =>
            {
                while (await call.ResponseStream.MoveNext(default)) { }
            });
            Assert.Equal(status, e.StatusCode);
        }
    }

    private sealed class Answering(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer());
    }

    private sealed class Watching(IHostApplicationLifetime lifetime) : Probe.ProbeBase
    {
        public override async Task Chat(IAsyncStreamReader<Ask> requestStream, IServerStreamWriter<Answer> responseStream, ServerCallContext context)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
            try
            {
                while (await requestStream.MoveNext(either.Token)) await responseStream.WriteAsync(new Answer());
            }
            catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "stopping"));
            }
        }
    }
}
