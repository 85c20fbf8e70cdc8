namespace CustomerGrains.Grains.Sources;

/// <summary>The document of <see cref="ISourceRegistryGrain"/>.</summary>
[GenerateSerializer, Alias("cg.SourceNumbers")]
public sealed class SourceNumbers
{
    [Id(0)]
    public Dictionary<string, int> Numbers { get; set; } = [];
}
