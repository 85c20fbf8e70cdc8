using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>Money came in for bills (TMF676 Payment).</summary>
public sealed record PaymentReceived : BusinessFact
{
    /// <summary>How much. Millionths of the store's currency.</summary>
    public long AmountMicros { get; init; }

    /// <summary>Cash, bank collection, direct debit, group-paid …</summary>
    public string Method { get; init; } = "";

    public override FactKind Kind => FactKind.PaymentReceived;

    internal static PaymentReceived Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        AmountMicros = reader.SignedVarint(),
        Method = TextPool.Get(reader.Text()),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.SignedVarint(AmountMicros);
        writer.Text(Method);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Money("amount_micros", AmountMicros);
        check.Text("method", Method, 64);
    }
}
