using System.ComponentModel;

namespace Orleans.Embedded;

/// <summary>Written by the generator into each assembly that declares grains: where its manifest is.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GrainManifestAttribute(Type manifest) : Attribute
{
    /// <summary>The type of the manifest.</summary>
    public Type Manifest { get; } = manifest;
}
