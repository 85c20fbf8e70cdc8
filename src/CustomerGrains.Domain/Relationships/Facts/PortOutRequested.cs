using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>The subscriber asked to take the number to a competitor, or took that back.</summary>
public sealed record PortOutRequested : BusinessFact
{
    /// <summary>The request was taken back.</summary>
    public bool Withdrawn { get; init; }

    /// <summary>To whom.</summary>
    public string Competitor { get; init; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";

    public override FactKind Kind => FactKind.PortOutRequested;

    internal override bool Begins => !Withdrawn;

    internal static PortOutRequested Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        Withdrawn = reader.Bool(),
        Competitor = TextPool.Get(reader.Text()),
        Reason = TextPool.Get(reader.Text()),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Bool(Withdrawn);
        writer.Text(Competitor);
        writer.Text(Reason);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Text("competitor", Competitor, 64);
        check.Text("reason", Reason, 64);
    }
}
