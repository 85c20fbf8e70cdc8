using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>How a client's call ended.</summary>
/// <param name="Status">The status.</param>
/// <param name="Trailers">The trailers, if the server sent any.</param>
/// <param name="CancelledBy">Set when this side ended the call: the token that did, or none for a deadline or disposal.</param>
internal sealed record CallOutcome(Status Status, Metadata Trailers, CancellationToken? CancelledBy = null)
{
    /// <summary>The outcome as callers see it.</summary>
    public Exception ToException(bool cancellationAsSuch)
    {
        var isCancelled = Status.StatusCode == StatusCode.DeadlineExceeded || (CancelledBy is not null && Status.StatusCode == StatusCode.Cancelled);
        return cancellationAsSuch && isCancelled
            ? new OperationCanceledException(Status.Detail, Status.DebugException, CancelledBy ?? CancellationToken.None)
            : new RpcException(Status, Trailers);
    }
}
