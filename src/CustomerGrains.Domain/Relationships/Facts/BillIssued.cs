using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>A month's bill (TMF678 CustomerBill). Issued again for a month, the later one stands.</summary>
public sealed record BillIssued : BusinessFact
{
    /// <summary>The bill month. Year × 12 + month − 1.</summary>
    public int Month { get; init; }

    /// <summary>Before discounts. Millionths of the store's currency.</summary>
    public long GrossMicros { get; init; }

    /// <summary>After discounts: what is to be paid. Millionths of the store's currency.</summary>
    public long NetMicros { get; init; }

    /// <summary>Outgoing minutes billed.</summary>
    public int OutgoingMinutes { get; init; }

    /// <summary>When it is due. Seconds since 1970-01-01 UTC; 0 = not said.</summary>
    public long DueTime { get; init; }

    public override FactKind Kind => FactKind.BillIssued;

    internal override long Rank => Month;

    internal override string Key => Month.ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal static BillIssued Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        Month = reader.Count(),
        GrossMicros = reader.SignedVarint(),
        NetMicros = reader.SignedVarint(),
        OutgoingMinutes = reader.Count(),
        DueTime = reader.SignedVarint(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Count(Month);
        writer.SignedVarint(GrossMicros);
        writer.SignedVarint(NetMicros);
        writer.Count(OutgoingMinutes);
        writer.SignedVarint(DueTime);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Month("month", Month, Time);
        check.Money("gross_micros", GrossMicros);
        check.Money("net_micros", NetMicros, isSigned: true);
        check.Count("outgoing_minutes", OutgoingMinutes, 10_000_000);
        check.Time("due_time", DueTime);
    }
}
