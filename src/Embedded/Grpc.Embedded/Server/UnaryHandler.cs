using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.Embedded;

/// <summary>Serves a unary method.</summary>
internal sealed class UnaryHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> serve, ServiceSettings settings, ILogger logger)
    : MethodHandler<TRequest, TResponse>(method, settings, logger)
    where TRequest : class
    where TResponse : class
{
    public override Type[] Parameters { get; } = [typeof(TRequest), typeof(ServerCallContext)];

    protected override async Task ServeAsync(ServerCall call)
    {
        var request = await call.ReadSingleAsync(Method.RequestMarshaller.ContextualDeserializer).ConfigureAwait(false);
        var response = await serve(request, call).ConfigureAwait(false);
        await call.WriteSingleAsync(response, Method.ResponseMarshaller.ContextualSerializer).ConfigureAwait(false);
    }
}
