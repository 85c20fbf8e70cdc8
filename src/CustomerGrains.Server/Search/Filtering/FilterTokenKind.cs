namespace CustomerGrains.Server.Search.Filtering;

/// <summary>What a filter is made of.</summary>
internal enum FilterTokenKind
{
    /// <summary>A name, a number, a time or any other text without quotes.</summary>
    Word,

    /// <summary>In quotes.</summary>
    Text,
    Operator,
    Minus,
    Open,
    Close,
    And,
    Or,
    Not,
    End,
}
