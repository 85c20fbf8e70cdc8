namespace CustomerGrains.Domain.Policies;

/// <summary>How many of a brand rule's conditions have to hold.</summary>
public enum BrandMatch : byte
{
    /// <summary>Every one that is given; with none given, always.</summary>
    All = 0,

    /// <summary>One that is given.</summary>
    Any = 1,
}
