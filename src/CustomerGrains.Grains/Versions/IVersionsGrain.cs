using CustomerGrains.Grains.Entities;

namespace CustomerGrains.Grains.Versions;

/// <summary>The versions of one kind of document; the grain's key is the kind's name (<see cref="Domain.Documents.DocumentKind.Name"/>). Every call
/// looks at what is on disk, so that an activation too many does no harm.</summary>
[Alias("cg.IVersionsGrain")]
public interface IVersionsGrain : IGrainWithStringKey
{
    /// <summary>Keeps a document as the next version; nothing is in force by that. On disk when it returns.</summary>
    /// <exception cref="ArgumentException">The kind finds something wrong with the text.</exception>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("Create")]
    Task<VersionInfo> Create(CreateVersion command, CancellationToken cancellationToken = default);

    /// <summary>Puts a version in force, or one from before again. On disk when it returns; the one that is in force already changes nothing.</summary>
    /// <exception cref="EntityUnavailableException">Call again.</exception>
    [Alias("Activate")]
    Task<ActivateReceipt> Activate(ActivateVersion command, CancellationToken cancellationToken = default);

    /// <summary>A version with its text.</summary>
    /// <param name="number">0 = the built-in one; null = the one in force.</param>
    /// <returns>Null when there is no such version.</returns>
    [Alias("Get")]
    Task<VersionReading?> Get(uint? number, CancellationToken cancellationToken = default);

    /// <summary>Versions, latest first, the built-in one last.</summary>
    /// <param name="before">Below this number; null = from the latest on.</param>
    /// <param name="count">At most so many, from 1.</param>
    [Alias("List")]
    Task<VersionPage> List(uint? before, int count, CancellationToken cancellationToken = default);
}
