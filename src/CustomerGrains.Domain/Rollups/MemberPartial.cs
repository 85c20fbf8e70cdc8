using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Relationships;

namespace CustomerGrains.Domain.Rollups;

/// <summary>What one line contributes to a roll-up, absolutely: a later one takes its place. Amounts are micros of the store's currency. Some 35 bytes:
/// <code>
/// byte    status, byte value class, byte retention class, byte churn band, byte flags: 1 = key member
/// varint  measures
/// varint  churn probability in millionths + 1; 0 = not scored
/// varint  month
/// signed  charge of the month, bill of the month before, of the one before that
/// signed  average bill, margin
/// varint  arrears, since
/// </code>
/// The version is that of whatever holds it.</summary>
public sealed record MemberPartial
{
    private const long Million = 1_000_000;
    private const byte KeyFlag = 1;

    public SubscriberStatus Status { get; init; }

    public ValueClass Value { get; init; }

    public RetentionClass Retention { get; init; }

    public ChurnBand ChurnBand { get; init; }

    /// <summary>One whom the group's stay depends on; to a customer or an account, a key member of any key enterprise.</summary>
    public bool IsKeyMember { get; init; }

    /// <summary>Stabilising measures in force.</summary>
    public int Measures { get; init; }

    /// <summary>Of leaving in the next 30 days, millionths; null = not scored.</summary>
    public int? ChurnMillionths { get; init; }

    /// <summary>The bill month that it was made in: year × 12 + month − 1.</summary>
    public int Month { get; init; }

    /// <summary>Charged in <see cref="Month"/> so far, credits subtracted.</summary>
    public long ChargeMicros { get; init; }

    /// <summary>Of the month before: as billed, else as charged.</summary>
    public long BillMicros { get; init; }

    /// <summary>Of the month before that.</summary>
    public long BillBeforeMicros { get; init; }

    /// <summary>Mean of the last three bills, or of those there are.</summary>
    public long AverageBillMicros { get; init; }

    /// <summary>A month, revenue less cost to serve; 0 without a full month.</summary>
    public long MarginMicros { get; init; }

    /// <summary>Overdue; 0 = nothing.</summary>
    public long ArrearsMicros { get; init; }

    /// <summary>Since when, seconds since 1970-01-01 UTC; 0 = nothing is.</summary>
    public long ArrearsSince { get; init; }

    public bool IsOnNetwork => Status is SubscriberStatus.Active or SubscriberStatus.Suspended;

    /// <summary>On the network, and in the highest band.</summary>
    public bool IsAtRisk => IsOnNetwork && ChurnBand == ChurnBand.High;

    /// <summary>What is lost a month if the line leaves, times how likely that is; 0 of a line that has left.</summary>
    public long ValueAtRiskMicros => IsOnNetwork ? (long)((Int128)Math.Max(0, AverageBillMicros) * (ChurnMillionths ?? 0) / Million) : 0;

    /// <summary>Charge, bill and bill before, seen from a month on: of a line that nothing was heard of since, the month that was the current one has
    /// become the last.</summary>
    public (long Charge, long Bill, long Before) SeenFrom(int month) => (month - Month) switch
    {
        <= 0 => (ChargeMicros, BillMicros, BillBeforeMicros),
        1 => (0, Math.Max(0, ChargeMicros), BillMicros),
        2 => (0, 0, Math.Max(0, ChargeMicros)),
        _ => (0, 0, 0),
    };

    public void WriteTo(ByteWriter writer)
    {
        writer.Byte((byte)Status);
        writer.Byte((byte)Value);
        writer.Byte((byte)Retention);
        writer.Byte((byte)ChurnBand);
        writer.Byte(IsKeyMember ? KeyFlag : (byte)0);
        writer.Count(Measures);
        writer.Count(ChurnMillionths + 1 ?? 0);
        writer.Count(Month);
        writer.SignedVarint(ChargeMicros);
        writer.SignedVarint(BillMicros);
        writer.SignedVarint(BillBeforeMicros);
        writer.SignedVarint(AverageBillMicros);
        writer.SignedVarint(MarginMicros);
        writer.Varint((ulong)ArrearsMicros);
        writer.Varint((ulong)ArrearsSince);
    }

    /// <exception cref="CorruptDataException">Damaged.</exception>
    public static MemberPartial Read(ref ByteReader reader) => new()
    {
        Status = reader.OptionalEnum<SubscriberStatus>(),
        Value = reader.OptionalEnum<ValueClass>(),
        Retention = reader.OptionalEnum<RetentionClass>(),
        ChurnBand = reader.OptionalEnum<ChurnBand>(),
        IsKeyMember = reader.Bool(),
        Measures = reader.Count(),
        ChurnMillionths = reader.Count() is var churn and > 0 ? churn - 1 : null,
        Month = reader.Count(),
        ChargeMicros = reader.SignedVarint(),
        BillMicros = reader.SignedVarint(),
        BillBeforeMicros = reader.SignedVarint(),
        AverageBillMicros = reader.SignedVarint(),
        MarginMicros = reader.SignedVarint(),
        ArrearsMicros = (long)reader.Varint(),
        ArrearsSince = (long)reader.Varint(),
    };
}
