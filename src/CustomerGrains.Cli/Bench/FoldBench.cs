using System.Globalization;
using CustomerGrains.Cli.Generation;
using CustomerGrains.Cli.Output;
using CustomerGrains.Domain;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Cli.Bench;

/// <summary>What a record costs in the domain alone, on one thread: judging it, writing its entry, folding it; and once more from the entry's bytes, as
/// loading and checkpoints do, into a second state of each subscriber. Subscribers in random order, in blocks
/// whose steps are timed together, so that the timer costs nothing. Before each block its
/// subscribers are touched, as the feed touches them (<see cref="IEntityState.Touch"/>), and that is timed too.</summary>
internal sealed class FoldBench(int seconds, Terminal terminal)
{
    private const int Block = 16;
    private const int RecordsPerDay = 3;
    private const int Warm = 30 * RecordsPerDay;
    private const long Start = 1_767_196_800;

    private readonly IEntityKinds _kinds = new EntityKinds(new FoldParameters());
    private readonly SliceJudgement[] _judgements = [.. Enumerable.Range(0, Block).Select(static _ => new SliceJudgement())];
    private readonly byte[][] _slices = new byte[Block][];
    private readonly ByteWriter _record = new();
    private readonly ByteWriter _slice = new();
    private readonly ByteWriter _entries = new(1 << 16);
    private readonly int[] _ends = new int[Block];
    private SplitMix64 _random = new(1);
    private Cost _cost;

    /// <summary>Runs both: subscribers that stay in the processor's cache, and those that do not.</summary>
    public void Run()
    {
        // Both states of so many fit into the second-level cache of one core.
        Measure("in the cache", 160);
        Measure("cold", 100_000);
    }

    private void Measure(string what, int count)
    {
        var (states, copies) = (new SubscriberState[count], new SubscriberState[count]);
        var keys = new byte[count][];
        for (var i = 0; i < count; i++) (states[i], copies[i], keys[i]) = (Make(i), Make(i), EntityKey.Of(EntityKinds.Subscriber, Population.Id(i)).ToUtf8());
        var order = Enumerable.Range(0, count / Block * Block).ToArray();
        var round = 0;
        for (; round < Warm; round++) Round(states, copies, keys, order, round);
        // Not the order in which they came to lie in memory.
        new Random(2).Shuffle(order);
        for (var end = round + RecordsPerDay; round < end; round++) Round(states, copies, keys, order, round);
        _cost = default;
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started).TotalSeconds < seconds) Round(states, copies, keys, order, round++);
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what} ({count:N0} subscribers): touch {_cost.Each(_cost.Touch)}, judge {_cost.Each(_cost.Judge)}, write {_cost.Each(_cost.Write)}, fold {_cost.Each(_cost.Fold)} ns a record, from the entry {_cost.Each(_cost.Refold)}; {_cost.Records:N0} records, {RecordsPerDay} a day each"));
    }

    private SubscriberState Make(int index)
    {
        var key = EntityKey.Of(EntityKinds.Subscriber, Population.Id(index));
        var state = (SubscriberState)_kinds.Create(key);
        var cause = new ByteWriter();
        new EffectCause("number/" + index.ToString(CultureInfo.InvariantCulture), 1).WriteTo(cause);
        var body = new ByteWriter();
        NumberAssignment.Write(body, new NumberAssignment(NumberOf(index), 0, NumberAssignment.Forever, key.Id, 0));
        var entry = new EntryWriter();
        entry.Begin(key.ToUtf8(), 1, Start * 1_000, 0, CauseKind.Effect, cause.Written, 1);
        entry.Fact(FactKind.NumberAssigned, Outcome.Applied, body.Written);
        state.Fold(EntryView.Read(entry.End()));
        return state;
    }

    /// <summary>One record of every subscriber.</summary>
    private void Round(SubscriberState[] states, SubscriberState[] copies, byte[][] keys, int[] order, int round)
    {
        var time = Start + (86_400L * round / RecordsPerDay);
        var clock = new RecordClock(time * 1_000);
        for (var from = 0; from < order.Length; from += Block)
        {
            var block = order.AsSpan(from, Block);
            for (var n = 0; n < Block; n++) _slices[n] = Slice(block[n], round, time).ToArray();
            var at = TimeProvider.System.GetTimestamp();
            foreach (var i in block) states[i].Touch();
            var touched = TimeProvider.System.GetTimestamp();
            for (var n = 0; n < Block; n++) _judgements[n].Judge(states[block[n]], _slices[n], clock);
            var judged = TimeProvider.System.GetTimestamp();
            _entries.Clear();
            for (var n = 0; n < Block; n++)
            {
                _entries.Raw(_judgements[n].WriteEntry(keys[block[n]], states[block[n]], _slices[n], clock));
                _ends[n] = _entries.Length;
            }
            var written = TimeProvider.System.GetTimestamp();
            for (var n = 0; n < Block; n++) states[block[n]].Fold(_judgements[n], EntryAt(n));
            var folded = TimeProvider.System.GetTimestamp();
            foreach (var i in block) copies[i].Touch();
            var again = TimeProvider.System.GetTimestamp();
            for (var n = 0; n < Block; n++) copies[block[n]].Fold(EntryView.Read(EntryAt(n)));
            _cost.Refold += TimeProvider.System.GetTimestamp() - again;
            _cost.Touch += touched - at;
            _cost.Judge += judged - touched;
            _cost.Write += written - judged;
            _cost.Fold += folded - written;
            _cost.Records += Block;
        }
    }

    private ReadOnlySpan<byte> EntryAt(int n) => _entries.Written[(n == 0 ? 0 : _ends[n - 1]).._ends[n]];

    private ReadOnlySpan<byte> Slice(int index, int round, long time)
    {
        Span<byte> id = stackalloc byte[20];
        var bits = _random.Next();
        System.Buffers.Text.Utf8Formatter.TryFormat(bits | 1UL << 63, id, out var length);
        _record.Clear();
        new UsageRecord
        {
            Id = id[..length],
            Served = NumberOf(index),
            StartTime = time + (long)(bits & 4_095),
            RecordType = bits % 5 < 3 ? Domain.Usage.RecordTypes.MoCall : Domain.Usage.RecordTypes.MtCall,
            Service = ServiceKind.Voice,
            Direction = bits % 5 < 3 ? UsageDirection.Outgoing : UsageDirection.Incoming,
            Present = UsageFields.Duration | UsageFields.OtherParty | UsageFields.UtcOffset,
            Duration = 1 + (bits & 255),
            OtherParty = id[..13],
            UtcOffsetMinutes = 480,
        }.WriteTo(_record);
        _slice.Clear();
        SliceWriter.Begin(_slice, new SliceCause(1, 1, 1, round + 1, round), long.MaxValue, 1);
        SliceWriter.Record(_slice, index % 1_000, 0, _record.Written);
        return _slice.Written;
    }

    private static PackedNumber NumberOf(int index) =>
        PackedNumber.TryParse(NumberKind.Msisdn, Population.Msisdn(index).ToString(CultureInfo.InvariantCulture), out var number) ? number : throw new InvalidOperationException("A generated number is no number.");

    private struct Cost
    {
        public long Touch, Judge, Write, Fold, Refold, Records;

        public readonly string Each(long ticks) => (ticks * 1e9 / TimeProvider.System.TimestampFrequency / Records).ToString("0", CultureInfo.InvariantCulture);
    }
}
