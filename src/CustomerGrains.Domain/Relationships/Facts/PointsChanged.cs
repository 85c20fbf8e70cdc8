using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>Loyalty points were earned, spent or lost.</summary>
public sealed record PointsChanged : BusinessFact
{
    /// <summary>Earned, or negative.</summary>
    public long Change { get; init; }

    /// <summary>Points after it.</summary>
    public long Balance { get; init; }

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    public override FactKind Kind => FactKind.PointsChanged;

    internal static PointsChanged Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        Change = reader.SignedVarint(),
        Balance = reader.SignedVarint(),
        Reason = TextPool.Get(reader.Text()),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.SignedVarint(Change);
        writer.SignedVarint(Balance);
        writer.Text(Reason);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Points("change", Change);
        check.Points("balance", Balance);
        check.Text("reason", Reason, 64);
    }
}
