namespace CustomerGrains.Grains.Versions;

/// <summary>What became of an activation.</summary>
[GenerateSerializer, Alias("cg.ActivateStatus")]
public enum ActivateStatus
{
    Done = 0,

    /// <summary>There is no such version.</summary>
    NotFound = 1,

    /// <summary>Another version is in force than was expected.</summary>
    OtherActive = 2,
}
