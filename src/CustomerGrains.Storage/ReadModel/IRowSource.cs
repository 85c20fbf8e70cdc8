namespace CustomerGrains.Storage.ReadModel;

/// <summary>Makes rows of what is on disk, for those that were not handed in.</summary>
public interface IRowSource
{
    /// <summary>The subscriber's row as of now, everything in it durable; null when it is not registered.</summary>
    /// <exception cref="StoreException">It cannot be read now.</exception>
    ValueTask<SubscriberRow?> ReadAsync(string subscriberId, CancellationToken cancellationToken);
}
