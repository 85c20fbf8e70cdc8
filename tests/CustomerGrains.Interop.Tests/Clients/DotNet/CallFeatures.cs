using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;

namespace CustomerGrains.Interop.Tests.Clients.DotNet;

/// <summary>Kinds of calls, flow control, deadlines, cancellation.</summary>
internal static class CallFeatures
{
    private const int Piece = 64 * 1024;
    private const int Pieces = 1024;

    public static IReadOnlyDictionary<string, Func<Run, Task>> All { get; } = new Dictionary<string, Func<Run, Task>>
    {
        ["unary"] = UnaryAsync,
        ["empty unary"] = async run => Assert.Equal(Run.Empty, await run.Connect().Echo.NothingAsync(Run.Empty)),
        ["large unary, 4 MB each way"] = LargeUnaryAsync,
        ["client streaming"] = ClientStreamingAsync,
        ["server streaming"] = ServerStreamingAsync,
        ["bidirectional ping-pong"] = PingPongAsync,
        ["bidirectional, read after the half-close"] = ReadAfterHalfCloseAsync,
        ["slow reader stops its own stream alone"] = SlowReaderAsync,
        ["slow server stops its own writer alone"] = SlowServerAsync,
        ["deadline at the client"] = DeadlineAtClientAsync,
        ["deadline told to the server"] = DeadlineToldAsync,
        ["deadline at the server"] = DeadlineAtServerAsync,
        ["cancelled unary call"] = CancelledUnaryAsync,
        ["cancelled stream"] = CancelledStreamAsync,
    };

    private static async Task UnaryAsync(Run run)
    {
        var payload = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(100));
        Assert.Equal(payload, (await run.Connect().Echo.UnaryAsync(new EchoRequest { Payload = payload })).Payload);
    }

    private static async Task LargeUnaryAsync(Run run)
    {
        var payload = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(4 << 20));
        var echo = run.Connect(options: o => o.MaxReceiveMessageSize = 5 << 20).Echo;
        Assert.Equal(payload, (await echo.UnaryAsync(new EchoRequest { Payload = payload })).Payload);
    }

    private static async Task ClientStreamingAsync(Run run)
    {
        using var call = run.Connect().Echo.Collect();
        for (var i = 0; i < 100; i++) await call.RequestStream.WriteAsync(new EchoRequest { Payload = ByteString.CopyFrom(new byte[i]) });
        await call.RequestStream.CompleteAsync();
        var response = await call;
        Assert.Equal((100u, 4950ul), (response.Number, response.Bytes));
    }

    private static async Task ServerStreamingAsync(Run run)
    {
        using var call = run.Connect().Echo.Expand(new EchoRequest { Responses = 100, ResponseBytes = 1000 });
        var messages = await call.ResponseStream.ReadAllAsync().ToListAsync();
        Assert.Equal(Enumerable.Range(0, 100), messages.Select(m => (int)m.Number));
        Assert.All(messages, m => Assert.Equal(1000, m.Payload.Length));
    }

    private static async Task PingPongAsync(Run run)
    {
        using var call = run.Connect().Echo.Chat();
        for (var i = 0; i < 20; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Payload = ByteString.CopyFrom((byte)i) });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(((uint)i, (byte)i), (call.ResponseStream.Current.Number, call.ResponseStream.Current.Payload[0]));
        }
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private static async Task ReadAfterHalfCloseAsync(Run run)
    {
        using var call = run.Connect().Echo.Chat();
        for (var i = 0; i < 10; i++) await call.RequestStream.WriteAsync(new EchoRequest { Payload = ByteString.CopyFrom((byte)i) });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(Enumerable.Range(0, 10), (await call.ResponseStream.ReadAllAsync().ToListAsync()).Select(m => (int)m.Payload[0]));
    }

    private static async Task SlowReaderAsync(Run run)
    {
        var echo = run.Connect().Echo;
        var name = new CallName { Call = Run.NameOfCall() };
        using var call = echo.Expand(new EchoRequest { Call = name.Call, Responses = Pieces, ResponseBytes = Piece });
        Assert.True(await call.ResponseStream.MoveNext());
        var written = await PlateauAsync(echo, async () => (int)(await run.Harness.GetProgressAsync(name)).Written);
        Assert.True(written < Pieces, $"the server wrote all {written} messages although one was read");
        Assert.Equal(Enumerable.Range(1, Pieces - 1), (await call.ResponseStream.ReadAllAsync().ToListAsync()).Select(m => (int)m.Number));
    }

    private static async Task SlowServerAsync(Run run)
    {
        var echo = run.Connect().Echo;
        var name = new CallName { Call = Run.NameOfCall() };
        using var call = echo.Collect();
        var sent = 0;
        var sending = SendAsync();
        var stopped = await PlateauAsync(echo, () => Task.FromResult(Volatile.Read(ref sent)));
        Assert.True(stopped < Pieces, $"all {stopped} messages were taken although none was read");
        await run.Harness.ReleaseAsync(name);
        await sending;
        var response = await call;
        Assert.Equal((Pieces + 1u, (ulong)Pieces * Piece), (response.Number, response.Bytes));

        async Task SendAsync()
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Call = name.Call, Wait = Wait.ForRelease });
            for (; sent < Pieces; Interlocked.Increment(ref sent)) await call.RequestStream.WriteAsync(new EchoRequest { Payload = ByteString.CopyFrom(new byte[Piece]) });
            await call.RequestStream.CompleteAsync();
        }
    }

    private static async Task DeadlineAtClientAsync(Run run)
    {
        var name = new CallName { Call = Run.NameOfCall() };
        var echo = run.Connect().Echo;
        await Run.Fails(StatusCode.DeadlineExceeded, async () => await echo.UnaryAsync(new EchoRequest { Call = name.Call, Wait = Wait.ForEnd }, deadline: DateTime.UtcNow.AddSeconds(0.5)));
        Assert.True((await run.Harness.AwaitEndAsync(name)).Cancelled);
    }

    private static async Task DeadlineToldAsync(Run run)
    {
        var echo = run.Connect().Echo;
        Assert.InRange((await echo.UnaryAsync(new EchoRequest(), deadline: DateTime.UtcNow.AddHours(1))).Seen.Deadline, 3_500_000u, 3_600_000u);
        Assert.Equal(0u, (await echo.UnaryAsync(new EchoRequest())).Seen.Deadline);
    }

    private static async Task DeadlineAtServerAsync(Run run)
    {
        var name = new CallName { Call = Run.NameOfCall() };
        var echo = run.Connect().Echo;
        var error = await Run.Fails(StatusCode.DeadlineExceeded, async () =>
            await echo.UnaryAsync(new EchoRequest { Call = name.Call, Wait = Wait.ForEnd }, new Metadata { { "x-server-timeout", "50m" } }));
        Assert.Equal("Deadline Exceeded", error.Status.Detail);
        Assert.True((await run.Harness.AwaitEndAsync(name)).Cancelled);
    }

    private static async Task CancelledUnaryAsync(Run run)
    {
        var name = new CallName { Call = Run.NameOfCall() };
        using var cancel = new CancellationTokenSource();
        using var call = run.Connect().Echo.UnaryAsync(new EchoRequest { Call = name.Call, Wait = Wait.ForEnd }, cancellationToken: cancel.Token);
        await run.Harness.AwaitBeginAsync(name);
        await cancel.CancelAsync();
        await Run.Fails(StatusCode.Cancelled, async () => await call);
        Assert.True((await run.Harness.AwaitEndAsync(name)).Cancelled);
    }

    private static async Task CancelledStreamAsync(Run run)
    {
        var name = new CallName { Call = Run.NameOfCall() };
        using var cancel = new CancellationTokenSource();
        using var call = run.Connect().Echo.Expand(new EchoRequest { Call = name.Call, Responses = 1_000_000, ResponseBytes = 1000 }, cancellationToken: cancel.Token);
        Assert.True(await call.ResponseStream.MoveNext());
        await cancel.CancelAsync();
        await Run.Fails(StatusCode.Cancelled, async () =>
        {
            while (await call.ResponseStream.MoveNext()) { }
        });
        Assert.True((await run.Harness.AwaitEndAsync(name)).Cancelled);
    }

    // Neighbours' calls go through until the count stands still.
    private static async Task<int> PlateauAsync(Echo.EchoClient echo, Func<Task<int>> count)
    {
        for (var last = 0; ;)
        {
            for (var i = 0; i < 50; i++) await echo.UnaryAsync(new EchoRequest { Payload = ByteString.CopyFrom(new byte[1000]) });
            var now = await count();
            if (now == last && now > 0) return now;
            last = now;
        }
    }
}
