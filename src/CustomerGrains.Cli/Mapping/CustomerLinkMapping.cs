namespace CustomerGrains.Cli.Mapping;

/// <summary>Whose line it is, and who pays: the fact <c>customer_linked</c>.</summary>
internal sealed record CustomerLinkMapping
{
    /// <summary>The operator's id of the line. Required.</summary>
    public FieldSpec? SubscriberId { get; init; }

    /// <summary>Whose it is. Required.</summary>
    public FieldSpec? CustomerId { get; init; }

    /// <summary>Who pays.</summary>
    public FieldSpec? AccountId { get; init; }

    /// <summary>Which system says so; the mapping's <see cref="MappingFile.Source"/> when not given.</summary>
    public FieldSpec? SourceSystem { get; init; }

    /// <summary>From when on. Required.</summary>
    public FieldSpec? EventTime { get; init; }

    /// <summary>Rows without a customer's id are filtered; else they are errors.</summary>
    public bool Optional { get; init; }
}
