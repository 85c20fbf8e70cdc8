using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Embedded.Tests;

public sealed class InterceptorTests
{
    [Fact]
    public async Task Server_interceptors_run_around_every_kind_of_call_those_of_all_services_outermost()
    {
        var trace = new Trace();
        await using var server = await ProbeServer.StartAsync(
            o =>
            {
                o.Interceptors.Add<Tracing>("first");
                o.Interceptors.Add<Tracing>("second");
            },
            s =>
            {
                s.AddSingleton(trace);
                s.Configure<GrpcServiceOptions<ProbeService>>(o => o.Interceptors.Add<Tracing>("own"));
            });
        var client = server.Client();
        await client.UnaryAsync(new Ask());
        using (var call = client.Collect())
        {
            await call.RequestStream.CompleteAsync();
            await call;
        }
        using (var call = client.Expand(new Ask { Count = 1 }))
            while (await call.ResponseStream.MoveNext(default)) { }
        using (var call = client.Chat())
        {
            await call.RequestStream.CompleteAsync();
            Assert.False(await call.ResponseStream.MoveNext(default));
        }
        var expected = new[] { "Unary", "Collect", "Expand", "Chat" }
            .SelectMany(m => new[] { $"+first {m}", $"+second {m}", $"+own {m}", $"-own {m}", $"-second {m}", $"-first {m}" });
        Assert.Equal(expected, trace.Lines);
    }

    [Fact]
    public async Task Server_interceptor_can_replace_exceptions_by_statuses()
    {
        await using var server = await ProbeServer.StartAsync(o => o.Interceptors.Add<Mapping>());
        var e = await Assert.ThrowsAsync<RpcException>(async () => await server.Client().UnaryAsync(new Ask { Text = "throw" }));
        Assert.Equal((StatusCode.OutOfRange, "mapped"), (e.StatusCode, e.Status.Detail));
    }

    [Fact]
    public async Task Registered_singleton_interceptor_is_used_as_it_is()
    {
        var single = new Counting();
        await using var server = await ProbeServer.StartAsync(o => o.Interceptors.Add<Counting>(), s => s.AddSingleton(single));
        for (var i = 0; i < 3; i++) await server.Client().UnaryAsync(new Ask());
        Assert.Equal((3, false), (single.Calls, single.IsDisposed));
    }

    [Fact]
    public void Only_interceptors_can_be_added() =>
        Assert.Throws<ArgumentException>(() => new InterceptorCollection().Add(typeof(string)));

    [Fact]
    public async Task Client_interceptors_run_around_every_kind_of_call_the_first_outermost()
    {
        await using var server = await ProbeServer.StartAsync();
        var trace = new Trace();
        var invoker = server.Channel().Intercept(new ClientTracing(trace, "first"), new ClientTracing(trace, "second"))
            .Intercept(m => [.. m, new Metadata.Entry("x-added", "yes")]);
        var client = new Probe.ProbeClient(invoker);
        using (var call = client.UnaryAsync(new Ask { Text = "metadata" }))
        {
            await call;
            Assert.Equal("yes", call.GetTrailers().GetValue("x-added"));
        }
        client.Unary(new Ask());
        client.Collect().Dispose();
        client.Expand(new Ask()).Dispose();
        client.Chat().Dispose();
        Assert.Equal(
            new[] { "AsyncUnary", "BlockingUnary", "ClientStreaming", "ServerStreaming", "Duplex" }.SelectMany(m => new[] { $"first {m}", $"second {m}" }),
            trace.Lines);
    }

    private sealed class Trace
    {
        public List<string> Lines { get; } = [];
    }

    private sealed class Tracing(Trace trace, string name) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            Around(context, () => continuation(request, context));

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
            Around(context, () => continuation(requestStream, context));

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
            Around(context, async () =>
            {
                await continuation(request, responseStream, context);
                return true;
            });

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
            Around(context, async () =>
            {
                await continuation(requestStream, responseStream, context);
                return true;
            });

        private async Task<T> Around<T>(ServerCallContext context, Func<Task<T>> run)
        {
            var method = context.Method.Split('/')[2];
            trace.Lines.Add($"+{name} {method}");
            var result = await run();
            trace.Lines.Add($"-{name} {method}");
            return result;
        }
    }

    private sealed class Mapping : Interceptor
    {
        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            try
            {
                return await continuation(request, context);
            }
            catch (InvalidOperationException)
            {
                throw new RpcException(new Status(StatusCode.OutOfRange, "mapped"));
            }
        }
    }

    private sealed class Counting : Interceptor, IDisposable
    {
        public int Calls { get; private set; }

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;

        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            Calls++;
            return continuation(request, context);
        }
    }

    private sealed class ClientTracing(Trace trace, string name) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            trace.Lines.Add($"{name} AsyncUnary");
            return continuation(request, context);
        }

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            trace.Lines.Add($"{name} BlockingUnary");
            return continuation(request, context);
        }

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            trace.Lines.Add($"{name} ClientStreaming");
            return continuation(context);
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            trace.Lines.Add($"{name} ServerStreaming");
            return continuation(request, context);
        }

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            trace.Lines.Add($"{name} Duplex");
            return continuation(context);
        }
    }
}
