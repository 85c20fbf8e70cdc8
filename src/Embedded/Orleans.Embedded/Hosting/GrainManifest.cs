using System.ComponentModel;

namespace Orleans.Embedded;

/// <summary>What the generator found in one assembly.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GrainManifest
{
    /// <summary>The grain and observer interfaces.</summary>
    public abstract IReadOnlyList<GrainInterfaceEntry> Interfaces { get; }

    /// <summary>The grain classes.</summary>
    public abstract IReadOnlyList<Type> Classes { get; }
}
