using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>Whose line it is, and who pays, from the fact's time on.</summary>
public sealed record CustomerLinked : BusinessFact
{
    /// <summary>The customer.</summary>
    public string CustomerId { get; init; } = "";

    /// <summary>The billing account; empty = not known.</summary>
    public string AccountId { get; init; } = "";

    public override FactKind Kind => FactKind.CustomerLinked;

    internal static CustomerLinked Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        CustomerId = reader.Text(),
        AccountId = reader.Text(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Text(CustomerId);
        writer.Text(AccountId);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Text("customer_id", CustomerId, 100, isRequired: true);
        check.Text("account_id", AccountId, 100);
    }
}
