namespace CustomerGrains.Grains.Versions;

/// <summary>The document of <see cref="IVersionTextGrain"/>.</summary>
[GenerateSerializer, Alias("cg.VersionText")]
public sealed class VersionText
{
    [Id(0)]
    public string Text { get; set; } = "";
}
