namespace CustomerGrains.Cli.Mapping;

/// <summary>The fields of one target of a mapping, looked up in the file's columns, with everything that is wrong with them.</summary>
internal sealed class TargetFields(string target, IReadOnlyList<string> columns)
{
    private readonly List<string> _problems = [];

    /// <summary>A field; null when the mapping does not have it.</summary>
    public FieldSource? Find(string name, FieldSpec? spec) => spec is null ? null : new FieldSource($"{target}.{name}", spec, columns, _problems);

    /// <summary>A field that the mapping must have.</summary>
    public FieldSource? Require(string name, FieldSpec? spec)
    {
        if (spec is null) _problems.Add($"{target}.{name} is required.");
        return Find(name, spec);
    }

    /// <summary>Which system says so: the field, or what the mapping says of the whole file.</summary>
    public FieldSource? SourceSystem(FieldSpec? spec, string? source)
    {
        if (spec is null && source is null) _problems.Add($"{target}.sourceSystem is required, or a source of the whole mapping.");
        return Find("sourceSystem", spec ?? (source is null ? null : new FieldSpec { Constant = source }));
    }

    /// <summary>How a time is read.</summary>
    public TimeReader? Times(FieldSource? source) => source is null ? null : new TimeReader(source, _problems);

    /// <summary>An amount of money.</summary>
    public Quantity Money(FieldSource source) => new(source, ValueParsers.ChargeUnit, ValueParsers.ChargeUnitNames, _problems);

    /// <summary>The mapping's filters.</summary>
    public FilterSet Filters(IReadOnlyList<RowFilter> filters) => new(filters, columns, _problems);

    /// <summary>Something else that is wrong.</summary>
    public void Say(string problem) => _problems.Add(problem);

    /// <exception cref="CliException">There are problems; the message has all of them.</exception>
    public void ThrowIfAny() => MappingProblems.ThrowIfAny(_problems);
}
