using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.Embedded;

/// <summary>Serves a duplex streaming method.</summary>
internal sealed class DuplexStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse> serve, ServiceSettings settings, ILogger logger)
    : MethodHandler<TRequest, TResponse>(method, settings, logger)
    where TRequest : class
    where TResponse : class
{
    public override Type[] Parameters { get; } = [typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext)];

    protected override async Task ServeAsync(ServerCall call)
    {
        var requests = new ServerStreamReader<TRequest>(call, Method.RequestMarshaller.ContextualDeserializer);
        var responses = new ServerStreamWriter<TResponse>(call, Method.ResponseMarshaller.ContextualSerializer);
        await serve(requests, responses, call).ConfigureAwait(false);
    }
}
