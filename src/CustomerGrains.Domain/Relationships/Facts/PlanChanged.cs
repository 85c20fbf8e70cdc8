using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>The line has another tariff plan from the fact's time on.</summary>
public sealed record PlanChanged : BusinessFact
{
    /// <summary>The plan's id.</summary>
    public string Plan { get; init; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    public override FactKind Kind => FactKind.PlanChanged;

    internal static PlanChanged Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        Plan = TextPool.Get(reader.Text()),
        Reason = TextPool.Get(reader.Text()),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Text(Plan);
        writer.Text(Reason);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Text("plan", Plan, 100, isRequired: true);
        check.Text("reason", Reason, 64);
    }
}
