using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>What the customer is, as far as it matters to the line.</summary>
public sealed record CustomerDescribed : BusinessFact
{
    /// <summary>A person or an organisation.</summary>
    public CustomerKind CustomerKind { get; init; }

    /// <summary>A major customer (大客户), not a public one.</summary>
    public bool IsMajor { get; init; }

    /// <summary>Flagged for influence on others.</summary>
    public bool IsInfluential { get; init; }

    /// <summary>Of a person; 0 = not known.</summary>
    public int BirthYear { get; init; }

    /// <summary>Where the customer lives or has its seat.</summary>
    public string Region { get; init; } = "";

    /// <summary>People of an organisation; 0 = not known.</summary>
    public int Size { get; init; }

    public override FactKind Kind => FactKind.CustomerDescribed;

    /// <summary>What each system says is kept: where they differ, both can be seen.</summary>
    internal override string Key => SystemOfRecord;

    internal static CustomerDescribed Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        CustomerKind = reader.Enum<CustomerKind>(),
        IsMajor = reader.Bool(),
        IsInfluential = reader.Bool(),
        BirthYear = reader.Count(),
        Region = TextPool.Get(reader.Text()),
        Size = reader.Count(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Byte((byte)CustomerKind);
        writer.Bool(IsMajor);
        writer.Bool(IsInfluential);
        writer.Count(BirthYear);
        writer.Text(Region);
        writer.Count(Size);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Enum("customer_kind", CustomerKind);
        check.Count("birth_year", BirthYear, 9_999);
        check.Text("region", Region, 64);
        check.Count("size", Size, 100_000_000);
    }
}
