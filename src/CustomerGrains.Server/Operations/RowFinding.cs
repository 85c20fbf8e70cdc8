namespace CustomerGrains.Server.Operations;

/// <summary>What a check of a subscriber's row found.</summary>
internal enum RowFinding
{
    /// <summary>The row is what it should be, or rightly is not there.</summary>
    Right,

    /// <summary>A value is not what the entries give, or not what reports count by.</summary>
    Differs,

    /// <summary>There is a subscriber and no row.</summary>
    Missing,

    /// <summary>There is a row and no subscriber.</summary>
    Unexpected,

    /// <summary>The row is right for an older version, and a class has changed since.</summary>
    Behind,

    /// <summary>Nothing is left that the row could be compared with.</summary>
    NotCompared,
}
