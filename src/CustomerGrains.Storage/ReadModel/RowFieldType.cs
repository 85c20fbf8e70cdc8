namespace CustomerGrains.Storage.ReadModel;

/// <summary>What a field of a row holds, and with that how it is stored, filtered and shown.</summary>
public enum RowFieldType
{
    /// <summary>A text that many subscribers share: a brand, a plan, a region. A class.</summary>
    Text,

    /// <summary>One of a few named values. A class.</summary>
    Enum,

    /// <summary>Yes or no. A class.</summary>
    Flag,

    /// <summary>Any of a few named values: a bit each. A class.</summary>
    Set,

    /// <summary>A small whole number, 0 … 255: a score, a band, a count. A class.</summary>
    Level,

    /// <summary>A number, perhaps with decimals (<see cref="RowField.Scale"/>); may be absent.</summary>
    Number,

    /// <summary>Seconds since 1970-01-01 UTC; may be absent.</summary>
    Time,
}
