namespace CustomerGrains.Grains.Sources;

/// <summary>Gives every source a small number, for good. One grain, key <see cref="Key"/>.</summary>
[Alias("cg.ISourceRegistryGrain")]
public interface ISourceRegistryGrain : IGrainWithStringKey
{
    const string Key = "sources";

    /// <summary>The source's number, from 1; a new source gets the next one, durably.</summary>
    [Alias("GetNumber")]
    Task<int> GetNumber(string source, CancellationToken cancellationToken = default);

    /// <summary>All sources, in the order of their numbers.</summary>
    [Alias("List")]
    Task<string[]> List(CancellationToken cancellationToken = default);
}
