namespace CustomerGrains.Cli.Mapping;

/// <summary>What rows say of a customer, an account, a group or a prospect: the fields of <c>customergrains.v1.DescribePartyRequest</c>.</summary>
internal sealed record PartyMapping
{
    /// <summary>The operator's id. Required.</summary>
    public FieldSpec? Id { get; init; }

    /// <summary>Which system says so; the mapping's <see cref="MappingFile.Source"/> when not given.</summary>
    public FieldSpec? SourceSystem { get; init; }

    /// <summary>Since when it is so. Required.</summary>
    public FieldSpec? EventTime { get; init; }

    /// <summary>By the names of fields: name, birthYear, paymentMethod … An empty value is not said.</summary>
    public IReadOnlyDictionary<string, FieldSpec> Values { get; init; } = new Dictionary<string, FieldSpec>();

    /// <summary>Rows without an id, or without anything to say, are filtered; else they are errors.</summary>
    public bool Optional { get; init; }
}
