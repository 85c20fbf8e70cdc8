namespace Orleans.Embedded;

/// <summary>How calls of a grain method may interleave; said by attributes of the method in the grain interface.</summary>
[Flags]
public enum GrainCallOptions
{
    /// <summary>With nothing: alone from start to end.</summary>
    None = 0,

    /// <summary>With others of this kind.</summary>
    ReadOnly = 2,

    /// <summary>With everything.</summary>
    AlwaysInterleave = 4,
}
