using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>A prepaid balance was topped up (TMF654).</summary>
public sealed record Recharged : BusinessFact
{
    /// <summary>How much. Millionths of the store's currency.</summary>
    public long AmountMicros { get; init; }

    /// <summary>Where.</summary>
    public ContactChannel Channel { get; init; }

    public override FactKind Kind => FactKind.Recharged;

    internal static Recharged Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        AmountMicros = reader.SignedVarint(),
        Channel = reader.OptionalEnum<ContactChannel>(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.SignedVarint(AmountMicros);
        writer.Byte((byte)Channel);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Money("amount_micros", AmountMicros);
        check.Enum("channel", Channel, isOptional: true);
    }
}
