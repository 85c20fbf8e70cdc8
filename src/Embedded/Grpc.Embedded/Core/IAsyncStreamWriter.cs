namespace Grpc.Core;

/// <summary>Takes messages one after the other.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>How the messages from now on are written; null for the call's own options.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>
    /// Writes a message; done when the stream can take the next. One call at a time
    /// (<see cref="InvalidOperationException"/> otherwise).
    /// </summary>
    Task WriteAsync(T message);

    /// <summary>As <see cref="WriteAsync(T)"/>; cancelling the write cancels the call.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            throw new NotSupportedException("Cancellation of stream writes is not supported by this gRPC implementation.");
        return WriteAsync(message);
    }
}
