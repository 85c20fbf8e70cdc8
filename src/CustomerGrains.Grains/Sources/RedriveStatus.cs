namespace CustomerGrains.Grains.Sources;

/// <summary>What a source says to a re-drive that is to begin.</summary>
public enum RedriveStatus : byte
{
    /// <summary>Begun, now or by the same request before, and not complete.</summary>
    UnderWay,

    /// <summary>The same request was carried out before.</summary>
    Complete,

    /// <summary>Another one is under way: finish it, then select and ask again.</summary>
    Busy,

    /// <summary>Another one was completed since the items were selected: select and ask again.</summary>
    Outdated,
}
