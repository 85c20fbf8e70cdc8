using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CustomerGrains.Server.Tests.Wire;

/// <summary>Makes a call fail with the exception that its header <c>x-throw</c> names, behind everything that the server itself puts
/// around its methods.</summary>
public sealed class ThrowingInterceptor(Func<string, ServerCallContext, Task> act) : Interceptor
{
    public const string Header = "x-throw";

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await ActAsync(context);
        return await continuation(request, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await ActAsync(context);
        await continuation(request, responseStream, context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await ActAsync(context);
        await continuation(requestStream, responseStream, context);
    }

    private Task ActAsync(ServerCallContext context) => context.RequestHeaders.GetValue(Header) is { } what ? act(what, context) : Task.CompletedTask;
}
