using Google.Protobuf;
using Grpc.Core;

namespace Grpc.Embedded.Tests;

/// <summary>Does what the first message of a call says.</summary>
public sealed class ProbeService : Probe.ProbeBase, IDisposable
{
    private readonly ProbeReport _report;

    public ProbeService(ProbeReport report)
    {
        _report = report;
        report.CountCreated();
    }

    public void Dispose() => _report.CountDisposed();

    public override async Task<Answer> Unary(Ask request, ServerCallContext context)
    {
        switch (request.Text)
        {
            case "metadata":
                var headers = new Metadata();
                foreach (var entry in context.RequestHeaders.Where(e => e.Key.StartsWith("x-", StringComparison.Ordinal)))
                {
                    headers.Add(entry);
                    context.ResponseTrailers.Add(entry);
                }
                await context.WriteResponseHeadersAsync(headers);
                break;
            case "fail":
                throw new RpcException(
                    new Status((StatusCode)request.Count, "no: ü€😀 100% \r\n"),
                    new Metadata { { "x-why", "because" }, { "grpc-status-details-bin", request.Data.ToByteArray() } });
            case "status":
                context.Status = new Status((StatusCode)request.Count, "set");
                break;
            case "throw":
                throw new InvalidOperationException("secret", new ArgumentException("inner"));
            case "null":
                return null!;
            case "wait":
                await WaitForCancellationAsync(context);
                break;
            case "deadline":
                return new Answer { Text = context.Deadline == DateTime.MaxValue ? "none" : context.Deadline.ToString("O") };
            case "context":
                var peer = string.Join(';', context.AuthContext.Properties.Select(p => $"{p.Name}={p.Value}"));
                return new Answer { Text = $"{context.Method}|{context.Host}|{context.Peer.Split(':')[0]}|{context.AuthContext.IsPeerAuthenticated}|{peer}" };
            case "large":
                return new Answer { Data = UnsafeByteOperations.UnsafeWrap(new byte[request.Count]) };
            default:
                break;
        }
        return new Answer { Text = request.Text, Count = request.Count, Data = request.Data };
    }

    public override async Task<Answer> Collect(IAsyncStreamReader<Ask> requestStream, ServerCallContext context)
    {
        var answer = new Answer();
        await foreach (var ask in requestStream.ReadAllAsync(context.CancellationToken))
        {
            if (ask.Text == "stop") throw new RpcException(new Status(StatusCode.ResourceExhausted, "enough"));
            if (ask.Text == "return") break;
            answer.Count += ask.Data.Length;
            answer.Text += ask.Text;
        }
        return answer;
    }

    public override async Task Expand(Ask request, IServerStreamWriter<Answer> responseStream, ServerCallContext context)
    {
        switch (request.Text)
        {
            case "wait":
                await responseStream.WriteAsync(new Answer { Text = "first" });
                await WaitForCancellationAsync(context);
                break;
            case "buffered":
                responseStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
                break;
            case "twice":
                await TwoWritesAtOnceAsync(responseStream);
                return;
            case "endless":
                for (var i = 0; ; i++)
                    await responseStream.WriteAsync(new Answer { Count = i, Data = request.Data }, context.CancellationToken);
            default:
                break;
        }
        for (var i = 0; i < request.Count; i++) await responseStream.WriteAsync(new Answer { Count = i, Data = request.Data });
        if (request.Text == "fail") throw new RpcException(new Status(StatusCode.DataLoss, "after all"), new Metadata { { "x-count", $"{request.Count}" } });
    }

    public override async Task Chat(IAsyncStreamReader<Ask> requestStream, IServerStreamWriter<Answer> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var ask = requestStream.Current;
            if (ask.Text == "end") return;
            if (ask.Text == "fail") throw new RpcException(new Status(StatusCode.Aborted, "enough"));
            await responseStream.WriteAsync(new Answer { Text = ask.Text, Count = ask.Count, Data = ask.Data });
        }
    }

    private static async Task TwoWritesAtOnceAsync(IServerStreamWriter<Answer> stream)
    {
        // Large enough to fill the window of a caller that does not read yet.
        var large = new Answer { Data = UnsafeByteOperations.UnsafeWrap(new byte[32 << 20]) };
        var first = stream.WriteAsync(large);
        var second = await Assert.ThrowsAsync<InvalidOperationException>(() => stream.WriteAsync(large));
        await first;
        await stream.WriteAsync(new Answer { Text = second.Message });
    }

    private async Task WaitForCancellationAsync(ServerCallContext context)
    {
        var cancelled = new TaskCompletionSource();
        await using var registration = context.CancellationToken.Register(cancelled.SetResult);
        _report.Add("waiting");
        await cancelled.Task;
        _report.Add("cancelled");
    }
}
