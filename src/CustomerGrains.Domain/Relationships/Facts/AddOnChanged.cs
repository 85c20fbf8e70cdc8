using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>An add-on service was subscribed, tried or cancelled (mail, bank notice, phone-book keeper, instant messages …).</summary>
public sealed record AddOnChanged : BusinessFact
{
    /// <summary>From then on.</summary>
    public AddOnState State { get; init; }

    /// <summary>The service.</summary>
    public string Name { get; init; } = "";

    public override FactKind Kind => FactKind.AddOnChanged;

    internal override bool Begins => State != AddOnState.Cancelled;

    internal override string Key => Name;

    internal static AddOnChanged Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        State = reader.Enum<AddOnState>(),
        Name = TextPool.Get(reader.Text()),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Byte((byte)State);
        writer.Text(Name);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Enum("state", State);
        check.Text("name", Name, 64, isRequired: true);
    }
}
