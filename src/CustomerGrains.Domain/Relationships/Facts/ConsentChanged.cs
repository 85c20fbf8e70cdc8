using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>Whether, when and where the customer may be contacted over a channel, from the fact's time on.</summary>
public sealed record ConsentChanged : BusinessFact
{
    /// <summary>The customer agrees.</summary>
    public bool IsAllowed { get; init; }

    /// <summary>Which channel; none = all of them: not allowed is do-not-contact.</summary>
    public ContactChannel Channel { get; init; }

    /// <summary>First hour of local time at which it is welcome.</summary>
    public int FromHour { get; init; }

    /// <summary>The hour behind the last one; both 0 = any time.</summary>
    public int ToHour { get; init; }

    /// <summary>Where the customer is reached over it; empty = not said.</summary>
    public string Address { get; init; } = "";

    public override FactKind Kind => FactKind.ConsentChanged;

    internal override string Key => Channel.ToString();

    internal static ConsentChanged Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        IsAllowed = reader.Bool(),
        Channel = reader.OptionalEnum<ContactChannel>(),
        FromHour = reader.Count(),
        ToHour = reader.Count(),
        Address = reader.Text(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Bool(IsAllowed);
        writer.Byte((byte)Channel);
        writer.Count(FromHour);
        writer.Count(ToHour);
        writer.Text(Address);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Enum("channel", Channel, isOptional: true);
        check.Count("from_hour", FromHour, 24);
        check.Count("to_hour", ToHour, 24);
        check.Text("address", Address, 100);
    }
}
