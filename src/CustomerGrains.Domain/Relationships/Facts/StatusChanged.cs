using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>The line is in service, barred, or ended, from the fact's time on.</summary>
public sealed record StatusChanged : BusinessFact
{
    /// <summary>From then on.</summary>
    public SubscriberStatus Status { get; init; }

    /// <summary>Why: fraud, request, arrears, ported out …</summary>
    public string Reason { get; init; } = "";

    /// <summary>Where the subscriber went, when known.</summary>
    public string Competitor { get; init; } = "";

    public override FactKind Kind => FactKind.StatusChanged;

    internal static StatusChanged Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        Status = reader.Enum<SubscriberStatus>(),
        Reason = TextPool.Get(reader.Text()),
        Competitor = TextPool.Get(reader.Text()),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Byte((byte)Status);
        writer.Text(Reason);
        writer.Text(Competitor);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Enum("status", Status);
        check.Text("reason", Reason, 64);
        check.Text("competitor", Competitor, 64);
    }
}
