using Grpc.Core;

namespace CustomerGrains.Cli.Bench.Wire;

/// <summary>Echoes: one message for one, a stream for a stream, or for each message of a stream an empty one. What Grpc.Tools would generate,
/// but for messages that are bytes; <c>node/server.js</c> serves the same.</summary>
[BindServiceMethod(typeof(WireService), nameof(BindService))]
internal class WireService
{
    public static Method<WireMessage, WireMessage> UnaryMethod { get; } = Of(MethodType.Unary, "Unary");

    public static Method<WireMessage, WireMessage> EchoMethod { get; } = Of(MethodType.DuplexStreaming, "Echo");

    public static Method<WireMessage, WireMessage> TakeMethod { get; } = Of(MethodType.DuplexStreaming, "Take");

    public virtual Task<WireMessage> Unary(WireMessage request, ServerCallContext context) => Task.FromResult(request);

    public virtual async Task Echo(IAsyncStreamReader<WireMessage> requests, IServerStreamWriter<WireMessage> responses, ServerCallContext context)
    {
        while (await requests.MoveNext(context.CancellationToken))
        {
            using var message = requests.Current;
            await responses.WriteAsync(message);
        }
    }

    public virtual async Task Take(IAsyncStreamReader<WireMessage> requests, IServerStreamWriter<WireMessage> responses, ServerCallContext context)
    {
        using var taken = WireMessage.Make(0);
        while (await requests.MoveNext(context.CancellationToken))
        {
            requests.Current.Dispose();
            await responses.WriteAsync(taken);
        }
    }

    /// <summary>Called by the host when it maps the service, with no instance.</summary>
    public static void BindService(ServiceBinderBase binder, WireService? service)
    {
        binder.AddMethod(UnaryMethod, service is null ? null : new UnaryServerMethod<WireMessage, WireMessage>(service.Unary));
        binder.AddMethod(EchoMethod, service is null ? null : new DuplexStreamingServerMethod<WireMessage, WireMessage>(service.Echo));
        binder.AddMethod(TakeMethod, service is null ? null : new DuplexStreamingServerMethod<WireMessage, WireMessage>(service.Take));
    }

    private static Method<WireMessage, WireMessage> Of(MethodType type, string name) => new(type, "customergrains.bench.Wire", name, WireMessage.Marshaller, WireMessage.Marshaller);
}
