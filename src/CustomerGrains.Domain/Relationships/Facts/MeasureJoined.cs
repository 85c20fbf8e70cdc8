using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>A stabilising measure holds the line from the fact's time on.</summary>
public sealed record MeasureJoined : BusinessFact
{
    /// <summary>In the system of record.</summary>
    public string MeasureId { get; init; } = "";

    /// <summary>Which of them.</summary>
    public MeasureKind MeasureKind { get; init; }

    /// <summary>Its term in months; 0 = without a term.</summary>
    public int Months { get; init; }

    /// <summary>Deposit, released over the term. Millionths of the store's currency.</summary>
    public long DepositMicros { get; init; }

    /// <summary>What we gave: a handset, a gift. Millionths of the store's currency.</summary>
    public long SubsidyMicros { get; init; }

    /// <summary>What the customer committed to spend a month. Millionths of the store's currency.</summary>
    public long CommitmentMicros { get; init; }

    /// <summary>When the term ends; 0 = it has none. Seconds since 1970-01-01 UTC.</summary>
    public long EndTime { get; init; }

    public override FactKind Kind => FactKind.MeasureJoined;

    internal static MeasureJoined Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        MeasureId = reader.Text(),
        MeasureKind = reader.Enum<MeasureKind>(),
        Months = reader.Count(),
        DepositMicros = reader.SignedVarint(),
        SubsidyMicros = reader.SignedVarint(),
        CommitmentMicros = reader.SignedVarint(),
        EndTime = reader.SignedVarint(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Text(MeasureId);
        writer.Byte((byte)MeasureKind);
        writer.Count(Months);
        writer.SignedVarint(DepositMicros);
        writer.SignedVarint(SubsidyMicros);
        writer.SignedVarint(CommitmentMicros);
        writer.SignedVarint(EndTime);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Text("measure_id", MeasureId, 64, isRequired: true);
        check.Enum("measure_kind", MeasureKind);
        check.Count("months", Months, 240);
        check.Money("deposit_micros", DepositMicros);
        check.Money("subsidy_micros", SubsidyMicros);
        check.Money("commitment_micros", CommitmentMicros);
        check.Time("end_time", EndTime);
    }
}
