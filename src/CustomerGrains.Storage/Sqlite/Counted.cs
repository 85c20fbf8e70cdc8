namespace CustomerGrains.Storage.Sqlite;

/// <summary>Something on disk that lives as long as a list names it or somebody reads it.</summary>
internal abstract class Counted
{
    private int _references;

    public void AddReference() => Interlocked.Increment(ref _references);

    public void RemoveReference()
    {
        if (Interlocked.Decrement(ref _references) == 0) OnUnreferenced();
    }

    /// <summary>Nobody reads it any more and nobody will.</summary>
    protected abstract void OnUnreferenced();
}
