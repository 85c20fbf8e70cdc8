using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>The requests of a streaming call.</summary>
internal sealed class ServerStreamReader<T>(ServerCall call, Func<DeserializationContext, T> deserializer) : IAsyncStreamReader<T>
    where T : class
{
    private static readonly Task<bool> Yes = Task.FromResult(true);
    private static readonly Task<bool> No = Task.FromResult(false);

    private readonly PipeReader _reader = call.Http.Request.BodyReader;

    public T Current { get; private set; } = null!;

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<bool>(cancellationToken);
        if (call.IsOver) return Task.FromException<bool>(new InvalidOperationException("Can't read messages after the request is complete."));
        // A stream that is silent for long does not keep its last message alive.
        Current = null!;
        try
        {
            var next = call.ReadNextAsync(_reader, deserializer, cancellationToken);
            return next.IsCompletedSuccessfully ? Arrived(next.Result) ? Yes : No : WaitAsync(next);
        }
        catch (Exception e)
        {
            // Whoever awaits finds it there, as from any asynchronous method.
            return Task.FromException<bool>(e);
        }
    }

    private async Task<bool> WaitAsync(ValueTask<T?> next) => Arrived(await next.ConfigureAwait(false));

    private bool Arrived(T? message)
    {
        Current = message!;
        return message is not null;
    }
}
