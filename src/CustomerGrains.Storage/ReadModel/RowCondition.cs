namespace CustomerGrains.Storage.ReadModel;

/// <summary>Which rows are wanted. Two-valued: a comparison with a number or a time that is absent does not hold, also not
/// <see cref="RowComparison.NotEqual"/>; <see cref="Not"/> turns that round.</summary>
public abstract record RowCondition
{
    private RowCondition()
    {
    }

    /// <summary>The fields that it looks at.</summary>
    public abstract IEnumerable<RowField> Fields { get; }

    /// <summary>A text field (for <see cref="RowComparison.Equal"/> and so on by their UTF-8 bytes).</summary>
    public sealed record Texts(RowField Field, RowComparison Comparison, string Value) : RowCondition
    {
        public override IEnumerable<RowField> Fields => [Field];
    }

    /// <summary>Any other field, compared as it is stored.</summary>
    public sealed record Numbers(RowField Field, RowComparison Comparison, long Value) : RowCondition
    {
        public override IEnumerable<RowField> Fields => [Field];
    }

    /// <summary>All of them hold.</summary>
    public sealed record And(IReadOnlyList<RowCondition> Terms) : RowCondition
    {
        public override IEnumerable<RowField> Fields => Terms.SelectMany(t => t.Fields);
    }

    /// <summary>One of them holds.</summary>
    public sealed record Or(IReadOnlyList<RowCondition> Terms) : RowCondition
    {
        public override IEnumerable<RowField> Fields => Terms.SelectMany(t => t.Fields);
    }

    /// <summary>It does not hold.</summary>
    public sealed record Not(RowCondition Term) : RowCondition
    {
        public override IEnumerable<RowField> Fields => Term.Fields;
    }
}
