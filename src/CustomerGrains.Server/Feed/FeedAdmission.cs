namespace CustomerGrains.Server.Feed;

/// <summary>How much of the feed may be under way in this process; beyond it the server stops reading, and flow control tells the
/// senders.</summary>
public sealed class FeedAdmission : IDisposable
{
    /// <summary>Batches under way over all sessions: enough to fill group commits, little enough to bound memory.</summary>
    public const int MaxBatches = 64;

    private readonly SemaphoreSlim _batches = new(MaxBatches);

    /// <summary>Batches that have entered and not left.</summary>
    public int UnderWay => MaxBatches - _batches.CurrentCount;

    public Task EnterAsync(CancellationToken cancellationToken) => _batches.WaitAsync(cancellationToken);

    public void Leave() => _batches.Release();

    public void Dispose() => _batches.Dispose();
}
