using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>What came of an effort to keep the customer.</summary>
public sealed record RetentionOutcome : BusinessFact
{
    /// <summary>Kept, lost, or not yet known.</summary>
    public RetentionResult Result { get; init; }

    /// <summary>Why they stay.</summary>
    public string WhyStays { get; init; } = "";

    /// <summary>Who wanted them, or got them.</summary>
    public string Competitor { get; init; } = "";

    public override FactKind Kind => FactKind.RetentionOutcome;

    internal static RetentionOutcome Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        Result = reader.Enum<RetentionResult>(),
        WhyStays = reader.Text(),
        Competitor = TextPool.Get(reader.Text()),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Byte((byte)Result);
        writer.Text(WhyStays);
        writer.Text(Competitor);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Enum("result", Result);
        check.Text("why_stays", WhyStays, 128);
        check.Text("competitor", Competitor, 64);
    }
}
