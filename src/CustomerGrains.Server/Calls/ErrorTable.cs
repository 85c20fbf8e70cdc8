using CustomerGrains.Domain.Encoding;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Log;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Calls;

/// <summary>The one table from exceptions to statuses; protos/README.md shows it to callers.</summary>
public sealed partial class ErrorTable
{
    /// <summary>A failing disk is tried again about as often.</summary>
    private static readonly TimeSpan StoreRetryDelay = TimeSpan.FromSeconds(1);

    private readonly IFactLog _log;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger<ErrorTable> _logger;

    public ErrorTable(IFactLog log, IHostApplicationLifetime lifetime, ILogger<ErrorTable> logger)
    {
        _log = log;
        _lifetime = lifetime;
        _logger = logger;
    }

    private bool IsStopping => _lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>What the caller gets. What is neither the caller's doing nor passes by itself is logged as an error.</summary>
    public RpcException ToStatus(Exception exception, ServerCallContext context)
    {
        switch (exception)
        {
            case RpcException status:
                return status;
            // InvalidOperationException: how a gRPC server refuses a write to a call that is over.
            case OperationCanceledException or InvalidOperationException when IsCallerGone(context):
                return Errors.Cancelled("The caller cancelled the call or its deadline passed.");
            case OperationCanceledException:
            case ObjectDisposedException or EntityUnavailableException or OrleansMessageRejectionException when IsStopping:
                return Errors.Stopping();
            case EntityUnavailableException or TimeoutException or OrleansMessageRejectionException when _log.Failure is { } failure:
                return Errors.ResourceExhausted(
                    ErrorReasons.StoreFailing,
                    $"The store cannot take more just now ({failure}). Nothing that was answered is lost; send what was not answered again after the delay in RetryInfo.",
                    StoreRetryDelay);
            case EntityUnavailableException:
                return Errors.Unavailable(ErrorReasons.CommitLost, "The server could not commit the change just now; nothing of it was kept. Send the same request again. " + exception.Message);
            case TimeoutException or OrleansMessageRejectionException:
                return Errors.Unavailable(ErrorReasons.OutcomeUnknown, "The server did not finish in time; the change may or may not have happened. Send the same request again, with its request_id.");
            case HistoryExpiredException:
                return Errors.OutOfRange(ErrorReasons.HistoryExpired, exception.Message + " Begin again without a page_token, or ask for a later time.");
            case CorruptDataException or StoreCorruptException:
                LogFailed(exception, context.Method);
                return Errors.DataLoss("What the server has on disk is damaged: " + exception.Message + " Trying again will not help; whoever runs the server has to restore the store.");
            case StoreException:
                LogFailed(exception, context.Method);
                return Errors.Unavailable(ErrorReasons.StoreUnusable, "The store cannot be used just now: " + exception.Message + " Send the request again later.");
            // InvalidDataException: of Grpc.AspNetCore, for a frame's flag that is none and for damaged compression.
            case InvalidProtocolBufferException or InvalidDataException:
                return Errors.Internal(ErrorReasons.UnreadableRequest, "The request is not the message that this method takes: " + exception.Message + " Generate the client from the server's protos.");
            case IOException: // of the call's own streams: the store has exceptions of its own
                return Errors.Cancelled("The connection was lost.");
            default:
                LogFailed(exception, context.Method);
                return Errors.Internal(ErrorReasons.Defect, "The server failed on this request and has logged why; trying again is unlikely to help.");
        }
    }

    /// <summary>A deadline ends the call a moment before it cancels the token.</summary>
    private static bool IsCallerGone(ServerCallContext context) => context.CancellationToken.IsCancellationRequested || context.Deadline <= DateTime.UtcNow;

    [LoggerMessage(EventId = 100, Level = LogLevel.Error, Message = "{Method} failed.")]
    private partial void LogFailed(Exception exception, string method);
}
