namespace Grpc.Core;

/// <summary>Messages that come one after the other.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last <see cref="MoveNext"/> found.</summary>
    T Current { get; }

    /// <summary>Waits for the next message; false when there is none any more. One call at a time.</summary>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
