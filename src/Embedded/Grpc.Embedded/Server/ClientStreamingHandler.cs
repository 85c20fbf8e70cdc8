using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.Embedded;

/// <summary>Serves a client streaming method.</summary>
internal sealed class ClientStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse> serve, ServiceSettings settings, ILogger logger)
    : MethodHandler<TRequest, TResponse>(method, settings, logger)
    where TRequest : class
    where TResponse : class
{
    public override Type[] Parameters { get; } = [typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext)];

    protected override async Task ServeAsync(ServerCall call)
    {
        var requests = new ServerStreamReader<TRequest>(call, Method.RequestMarshaller.ContextualDeserializer);
        var response = await serve(requests, call).ConfigureAwait(false);
        await call.WriteSingleAsync(response, Method.ResponseMarshaller.ContextualSerializer).ConfigureAwait(false);
    }
}
