namespace CustomerGrains.Grains.Parties;

/// <summary>What became of a description.</summary>
[GenerateSerializer, Alias("cg.DescribeStatus")]
public enum DescribeStatus : byte
{
    None = 0,

    /// <summary>The party knows more, or something later, than before.</summary>
    Applied = 1,

    /// <summary>Its source said the same, or something later, before: nothing changed.</summary>
    Known = 2,

    /// <summary>As many source systems as one party can remember describe it already; nothing changed.</summary>
    TooManySources = 3,
}
