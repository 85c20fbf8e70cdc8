using CustomerGrains.Storage;

namespace CustomerGrains.Server.Feed;

/// <summary>How much of the feed may be under way in this process; beyond it the server stops reading, and flow control tells the
/// senders.</summary>
public sealed class FeedAdmission : IIntakeLoad, IDisposable
{
    /// <summary>Batches under way over all sessions: enough to fill group commits, little enough to bound memory.</summary>
    public const int MaxBatches = 64;

    /// <summary>A feed that goes at its own speed has one or two under way, and some more behind a pause; one that goes as fast as it can has dozens.</summary>
    private const int FullFrom = 8;

    private readonly SemaphoreSlim _batches = new(MaxBatches);

    /// <summary>Batches that have entered and not left.</summary>
    public int UnderWay => MaxBatches - _batches.CurrentCount;

    public bool IsFull => UnderWay >= FullFrom;

    public Task EnterAsync(CancellationToken cancellationToken) => _batches.WaitAsync(cancellationToken);

    public void Leave() => _batches.Release();

    public void Dispose() => _batches.Dispose();
}
