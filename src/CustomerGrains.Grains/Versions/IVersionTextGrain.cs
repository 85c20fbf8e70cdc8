using CustomerGrains.Grains.Entities;

namespace CustomerGrains.Grains.Versions;

/// <summary>One text, for good; the grain's key is its kind and its digest, so that the same text is kept once and no other can take its place.</summary>
[Alias("cg.IVersionTextGrain")]
public interface IVersionTextGrain : IGrainWithStringKey
{
    /// <summary>Keeps the text that the key is the digest of. On disk when it returns; said again it changes nothing.</summary>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("Keep")]
    Task Keep(string text, CancellationToken cancellationToken = default);

    /// <returns>Empty when nothing is kept.</returns>
    [Alias("Read")]
    Task<string> Read(CancellationToken cancellationToken = default);
}
