using CustomerGrains.Server.Calls;

namespace CustomerGrains.Server.Parties;

/// <summary>Lets one merge of a kind at a time go on in this process: the others would have to look again anyway.</summary>
internal sealed class MergeTurn : IDisposable
{
    /// <summary>Those who wait for their turn: more than a client has calls under way on a connection, and a few seconds' work. Beyond, callers hear at once that there
    /// are too many.</summary>
    internal const int MostWaiting = 256;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _callers;

    public void Dispose() => _turn.Dispose();

    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: too many wait; nothing was begun.</exception>
    internal async Task RunAsync(Func<Task> merge, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _callers) > MostWaiting + 1)
                throw Errors.ResourceExhausted(ErrorReasons.TooManyMerges, $"{MostWaiting} merges of this kind wait already; send this one again after the delay in RetryInfo.", TimeSpan.FromSeconds(1));
            await _turn.WaitAsync(cancellationToken);
            try
            {
                await merge();
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _callers);
        }
    }
}
