using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>The customer said how content they are.</summary>
public sealed record SurveyScored : BusinessFact
{
    /// <summary>0 (not at all) to 100.</summary>
    public int Score { get; init; }

    /// <summary>Which survey.</summary>
    public string Survey { get; init; } = "";

    public override FactKind Kind => FactKind.SurveyScored;

    internal static SurveyScored Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        Score = reader.Count(),
        Survey = TextPool.Get(reader.Text()),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Count(Score);
        writer.Text(Survey);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Count("score", Score, 100);
        check.Text("survey", Survey, 64);
    }
}
