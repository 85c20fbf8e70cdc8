using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>The responses of a streaming call.</summary>
internal sealed class ClientStreamReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private static readonly Task<bool> Yes = Task.FromResult(true);
    private static readonly Task<bool> No = Task.FromResult(false);

    private int _isReading;

    public TResponse Current { get; private set; } = null!;

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isReading, 1) != 0)
            return Task.FromException<bool>(new InvalidOperationException("Can't read the next message because the previous read is still in progress."));
        // A stream that is silent for long does not keep its last message alive.
        Current = null!;
        var next = call.ReadNextAsync(cancellationToken);
        if (!next.IsCompletedSuccessfully) return WaitAsync(next);
        return Arrived(next.Result) ? Yes : No;
    }

    private async Task<bool> WaitAsync(ValueTask<TResponse?> next)
    {
        try
        {
            return Arrived(await next.ConfigureAwait(false));
        }
        finally
        {
            _isReading = 0;
        }
    }

    private bool Arrived(TResponse? message)
    {
        Current = message!;
        _isReading = 0;
        return message is not null;
    }
}
