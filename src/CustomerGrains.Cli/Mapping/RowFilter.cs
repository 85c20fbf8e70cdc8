using System.Text.Json.Serialization;

namespace CustomerGrains.Cli.Mapping;

/// <summary>A condition on one column; all that are given must hold.</summary>
internal sealed record RowFilter
{
    /// <summary>The column's name or number.</summary>
    public string Column { get; init; } = "";

    /// <summary>The value is one of these.</summary>
    [JsonPropertyName("equals")]
    public TextList? EqualTo { get; init; }

    /// <summary>The value is none of these.</summary>
    [JsonPropertyName("notEquals")]
    public TextList? NotEqualTo { get; init; }

    /// <summary>A regular expression finds something in the value.</summary>
    public string? Matches { get; init; }

    /// <summary>A regular expression finds nothing in the value.</summary>
    public string? NotMatches { get; init; }
}
