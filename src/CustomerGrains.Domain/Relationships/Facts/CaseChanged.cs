using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>A complaint or fault report went one step on (TMF621 TroubleTicket).</summary>
public sealed record CaseChanged : BusinessFact
{
    /// <summary>Where it stands from then on.</summary>
    public CaseStage Stage { get; init; }

    /// <summary>Complaint or fault.</summary>
    public CaseKind CaseKind { get; init; }

    /// <summary>In the system of record.</summary>
    public string CaseId { get; init; } = "";

    /// <summary>What it is about.</summary>
    public string Category { get; init; } = "";

    /// <summary>Who has it.</summary>
    public string Agent { get; init; } = "";

    /// <summary>Deadline. Seconds since 1970-01-01 UTC; 0 = not said.</summary>
    public long DueTime { get; init; }

    public override FactKind Kind => FactKind.CaseChanged;

    internal static CaseChanged Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        Stage = reader.Enum<CaseStage>(),
        CaseKind = reader.Enum<CaseKind>(),
        CaseId = reader.Text(),
        Category = TextPool.Get(reader.Text()),
        Agent = TextPool.Get(reader.Text()),
        DueTime = reader.SignedVarint(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Byte((byte)Stage);
        writer.Byte((byte)CaseKind);
        writer.Text(CaseId);
        writer.Text(Category);
        writer.Text(Agent);
        writer.SignedVarint(DueTime);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Enum("stage", Stage);
        check.Enum("case_kind", CaseKind);
        check.Text("case_id", CaseId, 64, isRequired: true);
        check.Text("category", Category, 64);
        check.Text("agent", Agent, 64);
        check.Time("due_time", DueTime);
    }
}
