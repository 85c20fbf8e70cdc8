using CustomerGrains.Grains.Entities;
using CustomerGrains.Storage;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CustomerGrains.Server.Calls;

/// <summary>The one table from exceptions to statuses.</summary>
public sealed partial class ErrorInterceptor : Interceptor
{
    private readonly ILogger<ErrorInterceptor> _logger;

    public ErrorInterceptor(ILogger<ErrorInterceptor> logger) => _logger = logger;

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Map(e, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Map(e, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Map(e, context);
        }
    }

    private RpcException Map(Exception e, ServerCallContext context)
    {
        switch (e)
        {
            case EntityUnavailableException:
                return Errors.Unavailable("The server could not commit the change just now; send the same request again. " + e.Message);
            case TimeoutException or OrleansMessageRejectionException:
                return Errors.Unavailable("The server did not finish in time; the change may or may not have happened. Send the same request again, with its request_id.");
            case StoreException:
                LogFailed(e, context.Method);
                return Errors.Unavailable("The store cannot be used: " + e.Message);
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
                return new RpcException(new Status(StatusCode.Cancelled, "The caller cancelled the call or its deadline passed."));
            case OperationCanceledException:
                return Errors.Unavailable("The server is stopping; send the request again to its successor.");
            case IOException: // of the call's own streams: the store has exceptions of its own
                return new RpcException(new Status(StatusCode.Cancelled, "The connection was lost."));
            default:
                LogFailed(e, context.Method);
                return new RpcException(new Status(StatusCode.Internal, "The server failed on this request and has logged why; a retry is unlikely to help."));
        }
    }

    [LoggerMessage(EventId = 100, Level = LogLevel.Error, Message = "{Method} failed.")]
    private partial void LogFailed(Exception exception, string method);
}
