namespace CustomerGrains.Grains;

/// <summary>Small documents that grains keep with <see cref="IPersistentState{TState}"/>.</summary>
public static class Documents
{
    /// <summary>Name of the grain storage they are in, for the hosts to provide.</summary>
    public const string StorageName = "documents";
}
