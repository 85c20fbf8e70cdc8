using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>A contract with a term runs from the fact's time on (TMF651 Agreement).</summary>
public sealed record ContractSigned : BusinessFact
{
    /// <summary>In the system of record.</summary>
    public string ContractId { get; init; } = "";

    /// <summary>Its term in months; 0 = not said.</summary>
    public int Months { get; init; }

    /// <summary>When it ends. Seconds since 1970-01-01 UTC.</summary>
    public long EndTime { get; init; }

    public override FactKind Kind => FactKind.ContractSigned;

    internal static ContractSigned Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        ContractId = reader.Text(),
        Months = reader.Count(),
        EndTime = reader.SignedVarint(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Text(ContractId);
        writer.Count(Months);
        writer.SignedVarint(EndTime);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Text("contract_id", ContractId, 64, isRequired: true);
        check.Count("months", Months, 240);
        check.Time("end_time", EndTime, isRequired: true);
    }
}
