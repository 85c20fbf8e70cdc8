using System.Text;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Tests.Support;

/// <summary>A usage record as tests write it: an object, with only what matters to the test.</summary>
internal sealed record Usage(string Id, long Start)
{
    internal static readonly PackedNumber DefaultNumber = Number("8613900000001");

    public PackedNumber Served { get; init; } = DefaultNumber;

    public byte Type { get; init; } = RecordTypes.MoCall;

    public ServiceKind Service { get; init; } = ServiceKind.Voice;

    public UsageDirection Direction { get; init; } = UsageDirection.Outgoing;

    public ulong Duration { get; init; }

    public ulong Up { get; init; }

    public ulong Down { get; init; }

    public ulong Count { get; init; }

    public string OtherParty { get; init; } = "";

    public string CellId { get; init; } = "";

    public string VisitedPlmn { get; init; } = "";

    /// <summary>0 unspecified, 1 local, 2 long-distance, 3 international.</summary>
    public byte CallKind { get; init; }

    public bool? OnNet { get; init; }

    public uint? CloseCause { get; init; }

    public string SessionId { get; init; } = "";

    public long? Charge { get; init; }

    public string Currency { get; init; } = "CNY";

    public string ReversalOf { get; init; } = "";

    /// <summary>Number of the source that sends it. Not part of its bytes.</summary>
    public int Source { get; init; } = 1;

    /// <summary>What the totals add: seconds of voice, octets of data and MMS.</summary>
    public ulong Amount => Service switch
    {
        ServiceKind.Voice => Duration,
        ServiceKind.Data or ServiceKind.Mms => Up + Down,
        _ => 0,
    };

    public ulong Events => Count == 0 ? 1 : Count;

    internal static PackedNumber Number(string digits, NumberKind kind = NumberKind.Msisdn) =>
        PackedNumber.TryParse(kind, digits, out var number) ? number : throw new ArgumentException(digits);

    public byte[] ToBytes()
    {
        var writer = new ByteWriter();
        new UsageRecord
        {
            Id = System.Text.Encoding.UTF8.GetBytes(Id),
            Served = Served,
            StartTime = Start,
            RecordType = Type,
            Service = Service,
            Direction = Direction,
            Duration = Duration,
            OctetsUp = Up,
            OctetsDown = Down,
            Count = Count,
            OtherParty = System.Text.Encoding.UTF8.GetBytes(OtherParty),
            CellId = System.Text.Encoding.UTF8.GetBytes(CellId),
            VisitedPlmn = System.Text.Encoding.UTF8.GetBytes(VisitedPlmn),
            CallKind = CallKind,
            OnNet = OnNet ?? false,
            CloseCause = CloseCause ?? 0,
            SessionId = System.Text.Encoding.UTF8.GetBytes(SessionId),
            ChargeMicros = Charge ?? 0,
            Currency = System.Text.Encoding.UTF8.GetBytes(Charge is null ? "" : Currency),
            ReversalOf = System.Text.Encoding.UTF8.GetBytes(ReversalOf),
            Present = (Duration > 0 ? UsageFields.Duration : 0) | (Up > 0 ? UsageFields.OctetsUp : 0)
                | (Down > 0 ? UsageFields.OctetsDown : 0) | (Count > 0 ? UsageFields.Count : 0)
                | (OtherParty.Length > 0 ? UsageFields.OtherParty : 0) | (CellId.Length > 0 ? UsageFields.CellId : 0)
                | (VisitedPlmn.Length > 0 ? UsageFields.VisitedPlmn : 0) | (CallKind > 0 ? UsageFields.CallKind : 0)
                | (OnNet is null ? 0 : UsageFields.OnNet) | (CloseCause is null ? 0 : UsageFields.CloseCause)
                | (SessionId.Length > 0 ? UsageFields.SessionId : 0) | (Charge is null ? 0 : UsageFields.Charge)
                | (ReversalOf.Length > 0 ? UsageFields.ReversalOf : 0),
        }.WriteTo(writer);
        return writer.ToArray();
    }

    /// <summary>A random record that starts within <paramref name="days"/> days of <paramref name="start"/>; of no session.</summary>
    internal static Usage Random(Random random, string id, long start, int days)
    {
        var record = new Usage(id, start + random.NextInt64(days * 86_400L))
        {
            Service = (ServiceKind)random.Next(1, 6),
            Direction = (UsageDirection)random.Next(1, 3),
            Type = random.Next(8) == 0 ? RecordTypes.Roaming : RecordTypes.MoCall,
            Duration = (ulong)random.Next(0, 4_000),
            Up = (ulong)random.Next(0, 3) * (ulong)random.NextInt64(1 << 30),
            Down = (ulong)random.Next(0, 3) * (ulong)random.NextInt64(1 << 30),
            Count = (ulong)random.Next(0, 3),
            CallKind = (byte)random.Next(4),
            OnNet = random.Next(3) switch { 0 => null, 1 => true, _ => false },
            OtherParty = random.Next(3) == 0 ? "" : "8613" + random.Next(40),
            VisitedPlmn = random.Next(6) == 0 ? "20801" : "",
            CloseCause = random.Next(3) == 0 ? (uint)random.Next(6) : null,
            ReversalOf = random.Next(5) == 0 ? "r" + random.Next(100) : "",
        };
        if (random.Next(2) == 0) return record;
        return record with { Charge = random.NextInt64(-3_000_000, 9_000_000), Currency = random.Next(5) == 0 ? "EUR" : "CNY" };
    }

    /// <summary>The records of a random session, which follow each other within a day, ties among them.</summary>
    internal static Usage[] RandomSession(Random random, string id, long start, int days)
    {
        var first = Random(random, id, start, days) with { SessionId = id, ReversalOf = "", Source = random.Next(1, 3) };
        var records = new Usage[random.Next(1, 6)];
        var at = first.Start;
        for (var i = 0; i < records.Length; i++)
        {
            records[i] = Random(random, id + "." + i, at, 1) with
            {
                Start = at,
                SessionId = id,
                Service = first.Service,
                Direction = first.Direction,
                Source = first.Source,
                CloseCause = i < records.Length - 1 ? (uint)random.Next(16, 19) : random.Next(2) == 0 ? 0u : 4u,
            };
            at += random.Next(3) switch { 0 => 0, 1 => random.Next(3_600), _ => random.Next(86_401) };
        }
        return records;
    }
}
