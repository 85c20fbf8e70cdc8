using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;

namespace CustomerGrains.Cli.Bench.Wire;

/// <summary>The load, the same for every server: first a second to warm up, then the time that counts.</summary>
internal sealed class WireLoad(WireOptions options, Uri server)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>Runs all of it.</summary>
    /// <param name="name">The server's.</param>
    public async Task<WireFigures> RunAsync(string name, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(server, new GrpcChannelOptions { MaxReceiveMessageSize = null });
        var invoker = channel.CreateCallInvoker();
        var (alone, _) = await MeasureAsync(1, end => CallAsync(invoker, end, cancellationToken));
        var (unary, allocated) = await MeasureAsync(options.Callers, end => CallAsync(invoker, end, cancellationToken));
        var (echoed, _) = await MeasureAsync(options.Streams, end => StreamAsync(invoker, WireService.EchoMethod, options.MessageBytes, end, cancellationToken));
        var (taken, _) = await MeasureAsync(options.Streams, end => StreamAsync(invoker, WireService.TakeMethod, 0, end, cancellationToken));
        return new WireFigures(name, Math.Round(alone), Math.Round(unary), Math.Round(allocated), Math.Round(echoed * 2 * options.MessageBytes / 1e6), Math.Round(taken * options.MessageBytes / 1e6));
    }

    /// <returns>Per second, and bytes allocated in this process for each.</returns>
    private async Task<(double Rate, double Bytes)> MeasureAsync(int workers, Func<long, Task<long>> work)
    {
        await RunAsync(workers, work, WarmUp);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        var count = await RunAsync(workers, work, TimeSpan.FromSeconds(options.Seconds));
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return (count / elapsed, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)count);
    }

    private static async Task<long> RunAsync(int workers, Func<long, Task<long>> work, TimeSpan time)
    {
        var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        return (await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => work(end))))).Sum();
    }

    private async Task<long> CallAsync(CallInvoker invoker, long end, CancellationToken cancellationToken)
    {
        using var request = WireMessage.Make(options.UnaryBytes);
        var call = new CallOptions(cancellationToken: cancellationToken);
        long calls = 0;
        for (; Stopwatch.GetTimestamp() < end; calls++)
        {
            using var response = await invoker.AsyncUnaryCall(WireService.UnaryMethod, null, call, request);
            Check(response, options.UnaryBytes);
        }
        return calls;
    }

    /// <returns>Messages that were answered.</returns>
    private async Task<long> StreamAsync(CallInvoker invoker, Method<WireMessage, WireMessage> method, int answerBytes, long end, CancellationToken cancellationToken)
    {
        using var call = invoker.AsyncDuplexStreamingCall(method, null, new CallOptions(cancellationToken: cancellationToken));
        using var room = new SemaphoreSlim(options.Window);
        using var request = WireMessage.Make(options.MessageBytes);
        var reading = Task.Run(
            async () =>
            {
                long answers = 0;
                for (; await call.ResponseStream.MoveNext(cancellationToken); answers++)
                {
                    using var response = call.ResponseStream.Current;
                    Check(response, answerBytes);
                    room.Release();
                }
                return answers;
            },
            cancellationToken);
        while (Stopwatch.GetTimestamp() < end)
        {
            await room.WaitAsync(cancellationToken);
            await call.RequestStream.WriteAsync(request, cancellationToken);
        }
        await call.RequestStream.CompleteAsync();
        return await reading;
    }

    /// <summary>A server that is fast because it answers something else is not.</summary>
    private static void Check(WireMessage response, int length)
    {
        if (response.Length != length || (length > 0 && response.Bytes[^1] != (byte)((length - 1) * 7)))
            throw new CliException($"The server answered with {response.Length} bytes that are not those that were asked for ({length}).");
    }
}
