using Google.Protobuf;
using Grpc.Core;

namespace CustomerGrains.Interop.Tests.Clients.DotNet;

/// <summary>Compression and sizes.</summary>
internal static class LimitFeatures
{
    private const int Megabyte = 1_000_000;

    public static IReadOnlyDictionary<string, Func<Run, Task>> All { get; } = new Dictionary<string, Func<Run, Task>>
    {
        ["gzip request"] = GzipRequestAsync,
        ["gzip response"] = GzipResponseAsync,
        ["response over the client's limit"] = LargeResponseAsync,
        ["request over the server's limit"] = LargeRequestAsync,
    };

    private static async Task GzipRequestAsync(Run run)
    {
        var echo = run.Connect().Echo;
        var (sent, received) = await TransferredAsync(run, async () =>
        {
            var response = await echo.UnaryAsync(Zeros(Megabyte), new Metadata { { "grpc-internal-encoding-request", "gzip" } });
            Assert.Equal((Megabyte, "gzip"), (response.Payload.Length, response.Seen.Encoding));
        });
        Assert.True(sent < Megabyte / 10 && received > Megabyte, $"{sent} bytes sent, {received} received");
    }

    private static async Task GzipResponseAsync(Run run)
    {
        var echo = run.Connect().Echo;
        var (_, received) = await TransferredAsync(run, async () =>
        {
            Assert.Equal(Megabyte, (await echo.UnaryAsync(new EchoRequest { Gzip = true, ResponseBytes = Megabyte })).Payload.Length);
            using var call = echo.Expand(new EchoRequest { Gzip = true, Responses = 5, ResponseBytes = Megabyte });
            Assert.Equal(Enumerable.Repeat(Megabyte, 5), (await call.ResponseStream.ReadAllAsync().ToListAsync()).Select(m => m.Payload.Length));
        });
        Assert.True(received < Megabyte / 10, $"{received} bytes received");
    }

    private static async Task LargeResponseAsync(Run run)
    {
        var echo = run.Connect().Echo;
        await Run.Fails(StatusCode.ResourceExhausted, async () => await echo.UnaryAsync(new EchoRequest { ResponseBytes = 5 * Megabyte }));
        await echo.UnaryAsync(new EchoRequest { ResponseBytes = 3 * Megabyte });
    }

    private static async Task LargeRequestAsync(Run run)
    {
        var echo = run.Connect().Echo;
        var error = await Run.Fails(StatusCode.ResourceExhausted, async () => await echo.UnaryAsync(Zeros(17 * Megabyte)));
        Assert.Contains("exceeds", error.Status.Detail, StringComparison.Ordinal);
        await echo.UnaryAsync(Zeros(Megabyte));
    }

    private static EchoRequest Zeros(int bytes) => new() { Payload = UnsafeByteOperations.UnsafeWrap(new byte[bytes]) };

    /// <summary>Bytes of DATA frames that went each way while the action ran.</summary>
    private static async Task<(long Sent, long Received)> TransferredAsync(Run run, Func<Task> action)
    {
        var before = await run.TrafficAsync();
        await action();
        var after = await run.TrafficAsync();
        return ((long)(after.FromClient.DataBytes - before.FromClient.DataBytes), (long)(after.FromServer.DataBytes - before.FromServer.DataBytes));
    }
}
