using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>An offer was made, accepted or declined.</summary>
public sealed record OfferChanged : BusinessFact
{
    /// <summary>What became of it.</summary>
    public OfferStage Stage { get; init; }

    /// <summary>In the system of record.</summary>
    public string OfferId { get; init; } = "";

    /// <summary>What was offered.</summary>
    public string Product { get; init; } = "";

    /// <summary>On what terms.</summary>
    public string Promotion { get; init; } = "";

    /// <summary>Over which channel.</summary>
    public ContactChannel Channel { get; init; }

    /// <summary>For which campaign.</summary>
    public string Campaign { get; init; } = "";

    /// <summary>Why it was declined, or accepted.</summary>
    public string Reason { get; init; } = "";

    public override FactKind Kind => FactKind.OfferChanged;

    internal static OfferChanged Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        Stage = reader.Enum<OfferStage>(),
        OfferId = reader.Text(),
        Product = TextPool.Get(reader.Text()),
        Promotion = TextPool.Get(reader.Text()),
        Channel = reader.OptionalEnum<ContactChannel>(),
        Campaign = TextPool.Get(reader.Text()),
        Reason = TextPool.Get(reader.Text()),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Byte((byte)Stage);
        writer.Text(OfferId);
        writer.Text(Product);
        writer.Text(Promotion);
        writer.Byte((byte)Channel);
        writer.Text(Campaign);
        writer.Text(Reason);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Enum("stage", Stage);
        check.Text("offer_id", OfferId, 64, isRequired: true);
        check.Text("product", Product, 64);
        check.Text("promotion", Promotion, 64);
        check.Enum("channel", Channel, isOptional: true);
        check.Text("campaign", Campaign, 64);
        check.Text("reason", Reason, 64);
    }
}
