using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>What the account has to its credit, at the fact's time.</summary>
public sealed record BalanceReported : BusinessFact
{
    /// <summary>Negative = owed. Millionths of the store's currency.</summary>
    public long BalanceMicros { get; init; }

    /// <summary>When it lapses. Seconds since 1970-01-01 UTC; 0 = not said.</summary>
    public long ExpiryTime { get; init; }

    public override FactKind Kind => FactKind.BalanceReported;

    internal static BalanceReported Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        BalanceMicros = reader.SignedVarint(),
        ExpiryTime = reader.SignedVarint(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.SignedVarint(BalanceMicros);
        writer.SignedVarint(ExpiryTime);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Money("balance_micros", BalanceMicros, isSigned: true);
        check.Time("expiry_time", ExpiryTime);
    }
}
