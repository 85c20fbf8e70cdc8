using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>A promise to pay was kept or broken.</summary>
public sealed record PromiseSettled : BusinessFact
{
    /// <summary>It was broken.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Of the promise.</summary>
    public string PromiseId { get; init; } = "";

    public override FactKind Kind => FactKind.PromiseSettled;

    internal override string Key => PromiseId;

    internal static PromiseSettled Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        IsBroken = reader.Bool(),
        PromiseId = reader.Text(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Bool(IsBroken);
        writer.Text(PromiseId);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Text("promise_id", PromiseId, 64, isRequired: true);
    }
}
