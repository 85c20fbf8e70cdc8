using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.Embedded;

/// <summary>Serves a server streaming method.</summary>
internal sealed class ServerStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse> serve, ServiceSettings settings, ILogger logger)
    : MethodHandler<TRequest, TResponse>(method, settings, logger)
    where TRequest : class
    where TResponse : class
{
    public override Type[] Parameters { get; } = [typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext)];

    protected override async Task ServeAsync(ServerCall call)
    {
        var request = await call.ReadSingleAsync(Method.RequestMarshaller.ContextualDeserializer).ConfigureAwait(false);
        var responses = new ServerStreamWriter<TResponse>(call, Method.ResponseMarshaller.ContextualSerializer);
        await serve(request, responses, call).ConfigureAwait(false);
    }
}
