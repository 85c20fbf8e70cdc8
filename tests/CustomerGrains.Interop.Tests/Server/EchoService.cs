using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace CustomerGrains.Interop.Tests.Server;

/// <summary>The service of interop.proto that does what a call's first request says.</summary>
internal sealed class EchoService(CallLog calls) : Echo.EchoBase
{
    private const string InitialPrefix = "x-initial-";
    private const string TrailingPrefix = "x-trailing-";

    public override Task<Empty> Nothing(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    public override Task<EchoResponse> Unary(EchoRequest request, ServerCallContext context) => RunAsync(request, context, _ =>
    {
        ThrowEnding(request);
        return Task.FromResult(ResponseTo(request, 0, context));
    });

    public override async Task<EchoResponse> Collect(IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken)) return new EchoResponse { Seen = SeenOf(context) };
        return await RunAsync(requestStream.Current, context, async _ =>
        {
            var (count, bytes) = (0u, 0ul);
            do
            {
                count++;
                bytes += (ulong)requestStream.Current.Payload.Length;
                ThrowEnding(requestStream.Current);
            }
            while (await requestStream.MoveNext(context.CancellationToken));
            return new EchoResponse { Number = count, Bytes = bytes, Seen = SeenOf(context) };
        });
    }

    public override Task Expand(EchoRequest request, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context) => RunAsync(request, context, async state =>
    {
        for (var i = 0u; i < request.Responses; i++)
        {
            await responseStream.WriteAsync(ResponseTo(request, i, context), context.CancellationToken);
            state.CountWritten();
        }
        ThrowEnding(request);
        return true;
    });

    public override async Task Chat(IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken)) return;
        await RunAsync(requestStream.Current, context, async state =>
        {
            var number = 0u;
            do
            {
                ThrowEnding(requestStream.Current);
                await responseStream.WriteAsync(ResponseTo(requestStream.Current, number++, context), context.CancellationToken);
                state.CountWritten();
            }
            while (await requestStream.MoveNext(context.CancellationToken));
            return true;
        });
    }

    private async Task<T> RunAsync<T>(EchoRequest first, ServerCallContext context, Func<CallState, Task<T>> method)
    {
        var state = first.Call.Length > 0 ? calls.Of(first.Call) : new CallState();
        try
        {
            await SendHeadersAsync(first, context);
            state.Begin();
            if (first.Wait == Wait.ForRelease) await state.Released.WaitAsync(context.CancellationToken);
            if (first.Wait == Wait.ForEnd) await Task.Delay(Timeout.Infinite, context.CancellationToken);
            if (first.Together > 0) await state.Together((int)first.Together).WaitAsync(context.CancellationToken);
            return await method(state);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Reading or writing may find out that the caller is gone a moment before the call's token is told.
            await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        finally
        {
            state.End(context.CancellationToken.IsCancellationRequested);
        }
    }

    // Without headers of its own a call sends none before its first response: an error alone is then all there is.
    private static async Task SendHeadersAsync(EchoRequest first, ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders)
        {
            if (entry.Key.StartsWith(InitialPrefix, StringComparison.Ordinal)) headers.Add(entry);
            if (entry.Key.StartsWith(TrailingPrefix, StringComparison.Ordinal)) context.ResponseTrailers.Add(entry);
        }
        if (first.Gzip) headers.Add("grpc-internal-encoding-request", "gzip");
        if (headers.Count > 0) await context.WriteResponseHeadersAsync(headers);
    }

    private static void ThrowEnding(EchoRequest request)
    {
        if (request.Ending is { } ending) throw new RpcException(new Status((StatusCode)ending.Code, ending.Message));
    }

    private static EchoResponse ResponseTo(EchoRequest request, uint number, ServerCallContext context) => new()
    {
        Payload = request.ResponseBytes > 0 ? UnsafeByteOperations.UnsafeWrap(new byte[request.ResponseBytes]) : request.Payload,
        Number = number,
        Seen = number == 0 ? SeenOf(context) : null,
    };

    private static Seen SeenOf(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        return new Seen
        {
            Metadata =
            {
                context.RequestHeaders.Where(e => e.Key.StartsWith("x-", StringComparison.Ordinal))
                    .Select(e => new Entry { Key = e.Key, Value = e.IsBinary ? ByteString.CopyFrom(e.ValueBytes) : ByteString.CopyFromUtf8(e.Value) }),
            },
            Connection = http.Connection.Id,
            Protocol = http.Features.Get<ITlsApplicationProtocolFeature>() is { } tls ? System.Text.Encoding.ASCII.GetString(tls.ApplicationProtocol.Span) : "",
            Client = context.AuthContext.FindPropertiesByName("x509_common_name").FirstOrDefault()?.Value ?? "",
            Encoding = http.Request.Headers["grpc-encoding"].ToString(),
            Deadline = context.Deadline == DateTime.MaxValue ? 0 : (ulong)Math.Max(1, (context.Deadline - DateTime.UtcNow).TotalMilliseconds),
        };
    }
}
