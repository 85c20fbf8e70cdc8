using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>The line belongs to another brand from the fact's time on.</summary>
public sealed record BrandChanged : BusinessFact
{
    /// <summary>The brand's id.</summary>
    public string Brand { get; init; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    public override FactKind Kind => FactKind.BrandChanged;

    internal static BrandChanged Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        Brand = TextPool.Get(reader.Text()),
        Reason = TextPool.Get(reader.Text()),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Text(Brand);
        writer.Text(Reason);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Text("brand", Brand, 100, isRequired: true);
        check.Text("reason", Reason, 64);
    }
}
