using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>What is overdue, at the fact's time; nothing any more, with an amount of 0.</summary>
public sealed record ArrearsReported : BusinessFact
{
    /// <summary>Overdue. Millionths of the store's currency.</summary>
    public long AmountMicros { get; init; }

    /// <summary>Since when the oldest part of it is. Seconds since 1970-01-01 UTC; 0 = not said.</summary>
    public long SinceTime { get; init; }

    public override FactKind Kind => FactKind.ArrearsReported;

    internal static ArrearsReported Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        AmountMicros = reader.SignedVarint(),
        SinceTime = reader.SignedVarint(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.SignedVarint(AmountMicros);
        writer.SignedVarint(SinceTime);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Money("amount_micros", AmountMicros);
        check.Time("since_time", SinceTime);
    }
}
