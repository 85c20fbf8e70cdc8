using CustomerGrains.Domain.Encoding;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Storage;
using CustomerGrains.V1;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.Server.Tests.Wire;

/// <summary>Each row of the table from exceptions to statuses (protos/README.md), for each kind of method, as a caller sees it.</summary>
public sealed class ErrorTableTests
{
    private static readonly Dictionary<string, Func<Exception>> Exceptions = new()
    {
        ["unavailable"] = () => new EntityUnavailableException("A test says so."),
        ["timeout"] = () => new TimeoutException("A test says so."),
        ["corrupt"] = () => new CorruptDataException("A test says so."),
        ["store corrupt"] = () => new StoreCorruptException("A test says so."),
        ["history"] = () => new HistoryExpiredException(3, 8),
        ["store"] = () => new StoreException("A test says so."),
        ["protobuf"] = () => Assert.Throws<InvalidProtocolBufferException>(() => GetSourceRequest.Parser.ParseFrom([255])),
        ["io"] = () => new IOException("A test says so."),
        ["cancelled"] = () => new OperationCanceledException(),
        ["defect"] = () => new InvalidOperationException("secret"),
        ["disposed"] = () => new ObjectDisposedException("secret"),
        ["status"] = () => new RpcException(new Status(StatusCode.OutOfRange, "as it is")),
    };

    [Theory]
    [InlineData("unavailable", StatusCode.Unavailable, "COMMIT_LOST", "Send the same request again")]
    [InlineData("timeout", StatusCode.Unavailable, "OUTCOME_UNKNOWN", "with its request_id")]
    [InlineData("corrupt", StatusCode.DataLoss, "STATE_CORRUPT", "restore", true)]
    [InlineData("store corrupt", StatusCode.DataLoss, "STATE_CORRUPT", "restore", true)]
    [InlineData("history", StatusCode.OutOfRange, "HISTORY_EXPIRED", "begins with version 8")]
    [InlineData("store", StatusCode.Unavailable, "STORE_UNUSABLE", "later", true)]
    [InlineData("protobuf", StatusCode.Internal, "UNREADABLE_REQUEST", "protos")]
    [InlineData("io", StatusCode.Cancelled, null, "connection was lost")]
    [InlineData("cancelled", StatusCode.Unavailable, "SERVER_STOPPING", "connect again")] // the caller has not cancelled it
    [InlineData("defect", StatusCode.Internal, "DEFECT", "logged", true)]
    [InlineData("disposed", StatusCode.Internal, "DEFECT", "logged", true)]
    [InlineData("status", StatusCode.OutOfRange, null, "as it is")]
    public async Task Exceptions_become_the_status_of_their_row(string exception, StatusCode code, string? reason, string remedy, bool isLogged = false)
    {
        await using var server = await StartAsync((what, _) => Task.FromException(Exceptions[what]()));
        if (isLogged) server.ExpectErrors("failed");
        var headers = new Metadata { { ThrowingInterceptor.Header, exception } };
        foreach (var error in await FailuresAsync(server, headers))
        {
            Assert.Equal(code, error.StatusCode);
            Assert.Contains(remedy, error.Status.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", error.Status.Detail, StringComparison.Ordinal);
            Assert.Equal(reason, error.Trailers.Get("grpc-status-details-bin") is null ? null : Details.Reason(error));
        }
        Assert.Equal(isLogged, server.HasLoggedErrors);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await new Health.HealthClient(server.Channel).CheckAsync(new HealthCheckRequest())).Status);
    }

    [Fact]
    public async Task A_caller_that_is_gone_or_too_late_is_no_error_of_the_server()
    {
        var outcomes = System.Threading.Channels.Channel.CreateUnbounded<string>();
        await using var server = await StartAsync(async (what, context) =>
        {
            outcomes.Writer.TryWrite("waiting");
            await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            outcomes.Writer.TryWrite("gone");
            throw what == "cancelled" ? new OperationCanceledException() : new InvalidOperationException("Can't write the message because the request is complete.");
        });
        var client = new Health.HealthClient(server.Channel);
        foreach (var exception in new[] { "cancelled", "write" })
        {
            var headers = new Metadata { { ThrowingInterceptor.Header, exception } };
            var late = await Assert.ThrowsAsync<RpcException>(async () => await client.CheckAsync(new HealthCheckRequest(), headers, DateTime.UtcNow.AddMilliseconds(200)));
            Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
            Assert.Equal("waiting", await outcomes.Reader.ReadAsync(Patience.Token));
            Assert.Equal("gone", await outcomes.Reader.ReadAsync(Patience.Token));

            using var cancellation = new CancellationTokenSource();
            using var call = client.CheckAsync(new HealthCheckRequest(), headers, cancellationToken: cancellation.Token);
            Assert.Equal("waiting", await outcomes.Reader.ReadAsync(Patience.Token));
            await cancellation.CancelAsync();
            Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
            Assert.Equal("gone", await outcomes.Reader.ReadAsync(Patience.Token));
        }
    }

    private static Task<TestServer> StartAsync(Func<string, ServerCallContext, Task> act) => TestServer.StartAsync(
        builder: host => host.Services.Configure<GrpcServiceOptions>(grpc => grpc.Interceptors.Add<ThrowingInterceptor>(act)));

    /// <summary>How a unary, a server streaming and a duplex call end.</summary>
    private static async Task<IReadOnlyList<RpcException>> FailuresAsync(TestServer server, Metadata headers)
    {
        using var watch = new Health.HealthClient(server.Channel).Watch(new HealthCheckRequest(), headers);
        using var publish = server.Feed.Publish(headers);
        return
        [
            await Assert.ThrowsAsync<RpcException>(async () => await server.Feed.GetSourceAsync(new GetSourceRequest { Source = "s" }, headers)),
            await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(Patience.Token)),
            await Assert.ThrowsAsync<RpcException>(() => publish.ResponseStream.MoveNext(Patience.Token)),
        ];
    }
}
