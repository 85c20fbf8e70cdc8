namespace CustomerGrains.Storage;

/// <summary>Entries were asked for that are older than the history that is kept.</summary>
public sealed class HistoryExpiredException : StoreException
{
    public HistoryExpiredException(long fromVersion, long firstVersion)
        : base($"Version {fromVersion} is older than the history that is kept of the entity, which begins with version {firstVersion}.")
    {
        FirstVersion = firstVersion;
    }

    /// <summary>The oldest version that can be read.</summary>
    public long FirstVersion { get; }
}
