using System.Globalization;
using CustomerGrains.Cli.Generation;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Bench;

/// <summary>
/// Records for one stream of a benchmark: every id and every content another, the subscribers drawn uniformly (a batch of 1,000 from
/// 200,000 meets almost every subscriber once: the worst case), about 83 bytes each.
/// </summary>
internal sealed class BenchRecords
{
    /// <summary>2026-01-01T00:00:00+08:00: the event time of the first record when nothing else is said.</summary>
    private const long FirstTime = 1_767_196_800;

    private const int SecondsPerDay = 86_400;

    /// <summary>Digits of a number.</summary>
    public const int NumberLength = 13;

    private readonly int _subscribers;
    private readonly int _streams;
    private readonly long _perSecond;
    private readonly byte[] _msisdns;
    private readonly byte[] _id;
    private SplitMix64 _random;
    private readonly long _firstTime;
    private long _number;

    /// <param name="run">Tells this run's ids from those of others.</param>
    /// <param name="stream">The stream, from 0.</param>
    /// <param name="streams">How many there are; event time passes as if they were one.</param>
    /// <param name="subscribers">How many to draw from.</param>
    /// <param name="recordsPerDay">Records of a subscriber in a day of event time.</param>
    /// <param name="msisdns">The subscribers' numbers, see <see cref="Msisdns"/>.</param>
    /// <param name="firstTime">Event time of the first record, seconds since 1970-01-01 UTC.</param>
    public BenchRecords(uint run, int stream, int streams, int subscribers, int recordsPerDay, byte[] msisdns, long firstTime = FirstTime)
    {
        _firstTime = firstTime;
        _subscribers = subscribers;
        _streams = streams;
        _perSecond = Math.Max(1, (long)subscribers * recordsPerDay / SecondsPerDay);
        _msisdns = msisdns;
        _random = new SplitMix64(((ulong)run << 8) + (ulong)stream);
        _id = System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{run:x8}-{stream:x2}-0000000000"));
    }

    /// <summary>The numbers of a population as text, one behind the other; made once for all streams.</summary>
    public static byte[] Msisdns(int subscribers)
    {
        var text = new byte[subscribers * NumberLength];
        for (var index = 0; index < subscribers; index++) Digits(text.AsSpan(index * NumberLength, NumberLength), Population.Msisdn(index));
        return text;
    }

    /// <summary>Fills a batch.</summary>
    public void Fill(UsageBatchBuffer batch, int count)
    {
        Span<byte> cell = stackalloc byte[9];
        "460-00000"u8.CopyTo(cell);
        for (var i = 0; i < count; i++)
        {
            var bits = _random.Next();
            Digits(_id.AsSpan(12), (ulong)_number);
            Digits(cell[4..], (bits >> 40) % 1_000);
            batch.Add(new UsageRecordFields
            {
                Id = _id,
                RecordType = bits % 5 < 3 ? RecordTypes.MoCall : RecordTypes.MtCall,
                Msisdn = Msisdn(bits),
                OtherParty = Msisdn(SplitMix64.Mix(bits)),
                StartTime = _firstTime + (_number++ * _streams / _perSecond),
                UtcOffsetMinutes = 480,
                DurationSeconds = 1 + (bits & 255),
                CellId = cell,
                CloseCause = 0,
            });
        }
    }

    private ReadOnlySpan<byte> Msisdn(ulong bits) => _msisdns.AsSpan((int)(((bits >> 32) * (ulong)_subscribers) >> 32) * NumberLength, NumberLength);

    private static void Digits(Span<byte> destination, ulong value)
    {
        for (var at = destination.Length - 1; at >= 0; at--)
        {
            var rest = value / 10;
            destination[at] = (byte)('0' + (value - (rest * 10)));
            value = rest;
        }
    }
}
