namespace CustomerGrains.Grains.Versions;

/// <summary>The document of <see cref="IVersionsGrain"/>: the versions of one kind, and which of them is in force.</summary>
[GenerateSerializer, Alias("cg.VersionIndex")]
public sealed class VersionIndex
{
    /// <summary>Ascending from 1; never taken away.</summary>
    [Id(0)]
    public List<VersionInfo> Versions { get; set; } = [];

    /// <summary>In their order; the last says what is in force.</summary>
    [Id(1)]
    public List<VersionActivation> Activations { get; set; } = [];

    /// <summary>The last few, in their order.</summary>
    [Id(2)]
    public List<VersionRequest> Requests { get; set; } = [];
}
