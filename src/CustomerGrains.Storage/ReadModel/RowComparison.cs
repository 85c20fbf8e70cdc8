namespace CustomerGrains.Storage.ReadModel;

/// <summary>How a field is compared.</summary>
public enum RowComparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    /// <summary>A text that begins with the value.</summary>
    StartsWith,

    /// <summary>A set that has every bit of the value.</summary>
    Has,

    /// <summary>There is a value.</summary>
    Present,
}
