using System.IO.Hashing;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>Something that happened to a subscriber besides usage, as a system of record tells it. One record per kind.
/// Canonical bytes, format v1, pinned by tests; the kind stands beside them:
/// <code>
/// byte    format version (1)
/// varint  time, seconds since 1970-01-01 UTC
/// bytes   the kind's own part (its WriteBody)
/// bytes   system of record, UTF-8
/// bytes   id, UTF-8
/// </code></summary>
public abstract record BusinessFact
{
    public const byte FormatVersion = 1;

    /// <summary>When it happened or takes effect, seconds since 1970-01-01 UTC.</summary>
    public long Time { get; init; }

    /// <summary>The system that says so: billing, customer-service, network, finance, channel … 1 to 64 bytes.</summary>
    public string SystemOfRecord { get; init; } = "";

    /// <summary>That system's id of the fact, at most 64 bytes; may be empty.</summary>
    public string Id { get; init; } = "";

    public abstract FactKind Kind { get; }

    /// <summary>Time, system and id at once.</summary>
    public FactHeader Header
    {
        get => new(Time, SystemOfRecord, Id);
        init => (Time, SystemOfRecord, Id) = value;
    }

    /// <summary>What the fact is about, where the latest of each is kept (<see cref="FactRule.PerKey"/>).</summary>
    internal virtual string Key => "";

    /// <summary>What is kept longest, before time is asked: the month, of facts about a month.</summary>
    internal virtual long Rank => 0;

    /// <summary>Whether it begins something that a line out of service cannot begin.</summary>
    internal virtual bool Begins => true;

    public void WriteTo(ByteWriter writer)
    {
        writer.Byte(FormatVersion);
        writer.Varint((ulong)Time);
        var body = new ByteWriter(64);
        WriteBody(body);
        writer.Bytes(body.Written);
        writer.Text(SystemOfRecord);
        writer.Text(Id);
    }

    public byte[] ToBytes()
    {
        var writer = new ByteWriter(96);
        WriteTo(writer);
        return writer.ToArray();
    }

    /// <summary>Says what is wrong with the fact's values, if anything is.</summary>
    public FactCheck Check()
    {
        var check = new FactCheck();
        check.Time("event_time", Time);
        check.Text("source_system", SystemOfRecord, FactCheck.MaxIdBytes, isRequired: true);
        check.Text("id", Id, FactCheck.MaxIdBytes);
        CheckBody(check);
        return check;
    }

    /// <exception cref="CorruptDataException">Damaged, of a newer format, or no business fact.</exception>
    public static BusinessFact Read(FactKind kind, ReadOnlySpan<byte> bytes)
    {
        var all = new ByteReader(bytes);
        if (all.Byte() is var format and not FormatVersion) throw new CorruptDataException($"A business fact has format {format}; this version reads {FormatVersion}.");
        var time = (long)all.Varint();
        if (time is < 0 or > Usage.UsageRecord.MaxStartTime) throw new CorruptDataException("A business fact happened at an impossible time.");
        var reader = new ByteReader(all.Bytes());
        var header = new FactHeader(time, TextPool.Get(all.Text()), all.Text());
        all.End();
        var fact = ReadBody(kind, ref reader, header);
        reader.End();
        return fact;
    }

    /// <summary>Under which the fact is known for a while, so that it counts once (core rule 22): its id within the system, or, without
    /// one, its content and its ordinal among equal facts of its batch.</summary>
    internal ulong IdHash(int ordinal)
    {
        var scope = (long)XxHash3.HashToUInt64(System.Text.Encoding.UTF8.GetBytes(SystemOfRecord));
        return Id.Length > 0 ? ScopedHash.Of(System.Text.Encoding.UTF8.GetBytes(Id), scope) : ScopedHash.Of(Content(), scope ^ ((long)(ordinal + 1) << 40));
    }

    /// <summary>Tells facts with the same id and other content apart.</summary>
    internal uint ContentHash() => (uint)XxHash3.HashToUInt64(Content());

    protected abstract void WriteBody(ByteWriter writer);

    protected abstract void CheckBody(FactCheck check);

    internal byte[] Body()
    {
        var writer = new ByteWriter(64);
        WriteBody(writer);
        return writer.ToArray();
    }

    private byte[] Content()
    {
        var writer = new ByteWriter(64);
        writer.Byte((byte)Kind);
        writer.Varint((ulong)Time);
        WriteBody(writer);
        return writer.ToArray();
    }

    private static BusinessFact ReadBody(FactKind kind, ref ByteReader reader, in FactHeader header) => kind switch
    {
        FactKind.StatusChanged => StatusChanged.Read(ref reader, header),
        FactKind.PlanChanged => PlanChanged.Read(ref reader, header),
        FactKind.BrandChanged => BrandChanged.Read(ref reader, header),
        FactKind.ContractSigned => ContractSigned.Read(ref reader, header),
        FactKind.PortOutRequested => PortOutRequested.Read(ref reader, header),
        FactKind.CustomerLinked => CustomerLinked.Read(ref reader, header),
        FactKind.MembershipChanged => MembershipChanged.Read(ref reader, header),
        FactKind.CustomerDescribed => CustomerDescribed.Read(ref reader, header),
        FactKind.BillIssued => BillIssued.Read(ref reader, header),
        FactKind.BillAdjusted => BillAdjusted.Read(ref reader, header),
        FactKind.PaymentReceived => PaymentReceived.Read(ref reader, header),
        FactKind.Recharged => Recharged.Read(ref reader, header),
        FactKind.BalanceReported => BalanceReported.Read(ref reader, header),
        FactKind.ArrearsReported => ArrearsReported.Read(ref reader, header),
        FactKind.CostReported => CostReported.Read(ref reader, header),
        FactKind.PointsChanged => PointsChanged.Read(ref reader, header),
        FactKind.PromiseMade => PromiseMade.Read(ref reader, header),
        FactKind.PromiseSettled => PromiseSettled.Read(ref reader, header),
        FactKind.AddOnChanged => AddOnChanged.Read(ref reader, header),
        FactKind.MeasureJoined => MeasureJoined.Read(ref reader, header),
        FactKind.MeasureLeft => MeasureLeft.Read(ref reader, header),
        FactKind.ConsentChanged => ConsentChanged.Read(ref reader, header),
        FactKind.AttributeDetermined => AttributeDetermined.Read(ref reader, header),
        FactKind.InteractionRecorded => InteractionRecorded.Read(ref reader, header),
        FactKind.CaseChanged => CaseChanged.Read(ref reader, header),
        FactKind.SurveyScored => SurveyScored.Read(ref reader, header),
        FactKind.OfferChanged => OfferChanged.Read(ref reader, header),
        FactKind.RetentionOutcome => RetentionOutcome.Read(ref reader, header),
        _ => throw new CorruptDataException($"{kind} is no business fact."),
    };
}
