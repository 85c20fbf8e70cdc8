using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>The customer promised to pay.</summary>
public sealed record PromiseMade : BusinessFact
{
    /// <summary>In the system of record.</summary>
    public string PromiseId { get; init; } = "";

    /// <summary>How much. Millionths of the store's currency.</summary>
    public long AmountMicros { get; init; }

    /// <summary>Until when. Seconds since 1970-01-01 UTC.</summary>
    public long DueTime { get; init; }

    public override FactKind Kind => FactKind.PromiseMade;

    internal override string Key => PromiseId;

    internal static PromiseMade Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        PromiseId = reader.Text(),
        AmountMicros = reader.SignedVarint(),
        DueTime = reader.SignedVarint(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Text(PromiseId);
        writer.SignedVarint(AmountMicros);
        writer.SignedVarint(DueTime);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Text("promise_id", PromiseId, 64, isRequired: true);
        check.Money("amount_micros", AmountMicros);
        check.Time("due_time", DueTime, isRequired: true);
    }
}
