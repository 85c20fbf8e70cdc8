using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.Embedded;

/// <summary>What the server logs. A caller's mistake is information; only a bug in a service is an error.</summary>
internal static partial class ServerLog
{
    public const string Category = "Grpc.AspNetCore.Server.ServerCallHandler";

    [LoggerMessage(1, LogLevel.Information, "Request of {Path} is not gRPC: {Problem}")]
    public static partial void NotGrpc(ILogger logger, string path, string problem);

    [LoggerMessage(2, LogLevel.Information, "{Path} is unimplemented.")]
    public static partial void Unimplemented(ILogger logger, string path);

    [LoggerMessage(3, LogLevel.Information, "{Method} ended with {StatusCode}: {Detail}")]
    public static partial void CallFailed(ILogger logger, string method, StatusCode statusCode, string detail, Exception? cause);

    [LoggerMessage(4, LogLevel.Information, "{Method} was cancelled.")]
    public static partial void CallCancelled(ILogger logger, string method, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "Error when executing service method '{Method}'.")]
    public static partial void HandlerFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(6, LogLevel.Debug, "{Method} exceeded its deadline.")]
    public static partial void DeadlineExceeded(ILogger logger, string method);

    [LoggerMessage(7, LogLevel.Error, "A callback on the cancellation of {Method} failed.")]
    public static partial void CancellationCallbackFailed(ILogger logger, string method, Exception exception);

    [LoggerMessage(8, LogLevel.Information, "The grpc-timeout '{Timeout}' of {Method} is not well-formed and is ignored.")]
    public static partial void InvalidTimeout(ILogger logger, string method, string timeout);
}
