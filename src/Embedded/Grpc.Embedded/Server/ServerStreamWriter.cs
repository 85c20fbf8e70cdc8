using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>The responses of a streaming call.</summary>
internal sealed class ServerStreamWriter<T>(ServerCall call, Action<T, SerializationContext> serializer) : IServerStreamWriter<T>
    where T : class
{
    public WriteOptions? WriteOptions { get => call.WriteOptions; set => call.WriteOptions = value; }

    public Task WriteAsync(T message)
    {
        if (message is null) return Task.FromException(new ArgumentNullException(nameof(message)));
        return call.WriteNextAsync(message, serializer, CancellationToken.None);
    }

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled) return WriteAsync(message);
        return WriteCancellableAsync(message, cancellationToken);
    }

    private async Task WriteCancellableAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var registration = cancellationToken.UnsafeRegister(static c => ((ServerCall)c!).Reset(), call);
        cancellationToken.ThrowIfCancellationRequested();
        await call.WriteNextAsync(message, serializer, cancellationToken).ConfigureAwait(false);
    }
}
