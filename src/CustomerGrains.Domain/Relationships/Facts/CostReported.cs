using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>What serving the line cost in a month. Reported again for a month, the later one stands.</summary>
public sealed record CostReported : BusinessFact
{
    /// <summary>The month. Year × 12 + month − 1.</summary>
    public int Month { get; init; }

    /// <summary>Cost. Millionths of the store's currency.</summary>
    public long AmountMicros { get; init; }

    public override FactKind Kind => FactKind.CostReported;

    internal override long Rank => Month;

    internal override string Key => Month.ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal static CostReported Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        Month = reader.Count(),
        AmountMicros = reader.SignedVarint(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Count(Month);
        writer.SignedVarint(AmountMicros);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Month("month", Month, Time);
        check.Money("amount_micros", AmountMicros);
    }
}
