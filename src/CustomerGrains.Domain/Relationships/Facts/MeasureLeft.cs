using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>A stabilising measure ended before its term, or one without a term ended.</summary>
public sealed record MeasureLeft : BusinessFact
{
    /// <summary>Of the measure that was joined.</summary>
    public string MeasureId { get; init; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    public override FactKind Kind => FactKind.MeasureLeft;

    internal static MeasureLeft Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        MeasureId = reader.Text(),
        Reason = TextPool.Get(reader.Text()),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Text(MeasureId);
        writer.Text(Reason);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Text("measure_id", MeasureId, 64, isRequired: true);
        check.Text("reason", Reason, 64);
    }
}
