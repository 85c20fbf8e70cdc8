using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>What another analysis system found out.</summary>
public sealed record AttributeDetermined : BusinessFact
{
    /// <summary>The attribute.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its value; empty = it has none any more.</summary>
    public string Value { get; init; } = "";

    /// <summary>The system that found it out.</summary>
    public string DeterminedBy { get; init; } = "";

    /// <summary>When it did. Seconds since 1970-01-01 UTC; 0 = not said.</summary>
    public long DeterminedTime { get; init; }

    public override FactKind Kind => FactKind.AttributeDetermined;

    internal override string Key => Name;

    internal static AttributeDetermined Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        Name = TextPool.Get(reader.Text()),
        Value = reader.Text(),
        DeterminedBy = TextPool.Get(reader.Text()),
        DeterminedTime = reader.SignedVarint(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Text(Name);
        writer.Text(Value);
        writer.Text(DeterminedBy);
        writer.SignedVarint(DeterminedTime);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Text("name", Name, 64, isRequired: true);
        check.Text("value", Value, 100);
        check.Text("determined_by", DeterminedBy, 64, isRequired: true);
        check.Time("determined_time", DeterminedTime);
    }
}
