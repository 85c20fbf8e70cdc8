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
            Present = (Duration > 0 ? UsageFields.Duration : 0) | (Up > 0 ? UsageFields.OctetsUp : 0)
                | (Down > 0 ? UsageFields.OctetsDown : 0) | (Count > 0 ? UsageFields.Count : 0),
        }.WriteTo(writer);
        return writer.ToArray();
    }

    /// <summary>A random record that starts within <paramref name="days"/> days of <paramref name="start"/>.</summary>
    internal static Usage Random(Random random, string id, long start, int days) =>
        new(id, start + random.NextInt64(days * 86_400L))
        {
            Service = (ServiceKind)random.Next(1, 6),
            Direction = (UsageDirection)random.Next(1, 3),
            Duration = (ulong)random.Next(0, 4_000),
            Up = (ulong)random.Next(0, 3) * (ulong)random.NextInt64(1 << 30),
            Down = (ulong)random.Next(0, 3) * (ulong)random.NextInt64(1 << 30),
            Count = (ulong)random.Next(0, 3),
        };
}
