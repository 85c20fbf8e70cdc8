using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>A month's bill was corrected.</summary>
public sealed record BillAdjusted : BusinessFact
{
    /// <summary>The bill month. Year × 12 + month − 1.</summary>
    public int Month { get; init; }

    /// <summary>To be added to what is to be paid; negative = credited. Millionths of the store's currency.</summary>
    public long AmountMicros { get; init; }

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    public override FactKind Kind => FactKind.BillAdjusted;

    internal static BillAdjusted Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        Month = reader.Count(),
        AmountMicros = reader.SignedVarint(),
        Reason = TextPool.Get(reader.Text()),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Count(Month);
        writer.SignedVarint(AmountMicros);
        writer.Text(Reason);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Month("month", Month, Time);
        check.Money("amount_micros", AmountMicros, isSigned: true);
        check.Text("reason", Reason, 64);
    }
}
