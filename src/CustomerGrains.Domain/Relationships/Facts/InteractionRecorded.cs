using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>The customer and we were in contact (TMF683 PartyInteraction).</summary>
public sealed record InteractionRecorded : BusinessFact
{
    /// <summary>Over which channel.</summary>
    public ContactChannel Channel { get; init; }

    /// <summary>Who began it.</summary>
    public ContactDirection Direction { get; init; }

    /// <summary>What for.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What came of it.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>Who served.</summary>
    public string Agent { get; init; } = "";

    /// <summary>What the customer wanted was done in this contact.</summary>
    public bool IsResolved { get; init; }

    /// <summary>Seconds the customer waited.</summary>
    public int WaitingSeconds { get; init; }

    /// <summary>Seconds it took.</summary>
    public int HandlingSeconds { get; init; }

    /// <summary>What was learnt: why they stay, what they need, what they know of our offers and of competitors'.</summary>
    public string Learnt { get; init; } = "";

    public override FactKind Kind => FactKind.InteractionRecorded;

    internal static InteractionRecorded Read(ref ByteReader reader, in FactHeader header) => new()
    {
        Header = header,
        Channel = reader.Enum<ContactChannel>(),
        Direction = reader.Enum<ContactDirection>(),
        Reason = TextPool.Get(reader.Text()),
        Outcome = TextPool.Get(reader.Text()),
        Agent = TextPool.Get(reader.Text()),
        IsResolved = reader.Bool(),
        WaitingSeconds = reader.Count(),
        HandlingSeconds = reader.Count(),
        Learnt = reader.Text(),
    };

    protected override void WriteBody(ByteWriter writer)
    {
        writer.Byte((byte)Channel);
        writer.Byte((byte)Direction);
        writer.Text(Reason);
        writer.Text(Outcome);
        writer.Text(Agent);
        writer.Bool(IsResolved);
        writer.Count(WaitingSeconds);
        writer.Count(HandlingSeconds);
        writer.Text(Learnt);
    }

    protected override void CheckBody(FactCheck check)
    {
        check.Enum("channel", Channel);
        check.Enum("direction", Direction);
        check.Text("reason", Reason, 64);
        check.Text("outcome", Outcome, 64);
        check.Text("agent", Agent, 64);
        check.Count("waiting_seconds", WaitingSeconds, 1_000_000);
        check.Count("handling_seconds", HandlingSeconds, 1_000_000);
        check.Text("learnt", Learnt, 128);
    }
}
