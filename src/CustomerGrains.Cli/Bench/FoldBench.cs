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

/// <summary>What a record costs in the domain alone, on one thread: judging it, writing its entry, folding that. Subscribers in random order;
/// the steps are timed in blocks, so that the timer costs nothing. Before each step of the cold ones a block's subscribers are touched, as the
/// feed touches them (<see cref="IEntityState.Touch"/>), and that is timed too.</summary>
internal sealed class FoldBench(int seconds, Terminal terminal)
{
    private const int Block = 16;
    private const int RecordsPerDay = 3;
    private const int Warm = 30 * RecordsPerDay;
    private const long Start = 1_767_196_800;

    private readonly IEntityKinds _kinds = new EntityKinds(new FoldParameters());
    private readonly SliceJudgement _judgement = new();
    private readonly ByteWriter _record = new();
    private readonly ByteWriter _slice = new();
    private readonly ByteWriter _entries = new(1 << 16);
    private readonly int[] _ends = new int[Block];
    private SplitMix64 _random = new(1);
    private Cost _cost;

    /// <summary>Runs both: subscribers that stay in the processor's cache, and those that do not.</summary>
    public void Run()
    {
        Measure("in the cache", 500);
        Measure("cold", 100_000);
    }

    private void Measure(string what, int count)
    {
        var states = new SubscriberState[count];
        var keys = new byte[count][];
        for (var i = 0; i < count; i++) (states[i], keys[i]) = Make(i);
        var order = Enumerable.Range(0, count / Block * Block).ToArray();
        var round = 0;
        for (; round < Warm; round++) Round(states, keys, order, round);
        // Not the order in which they came to lie in memory.
        new Random(2).Shuffle(order);
        for (var end = round + RecordsPerDay; round < end; round++) Round(states, keys, order, round);
        _cost = default;
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started).TotalSeconds < seconds) Round(states, keys, order, round++);
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what} ({count:N0} subscribers): touch {_cost.Each(_cost.Touch)}, judge {_cost.Each(_cost.Judge)}, write {_cost.Each(_cost.Write)}, fold {_cost.Each(_cost.Fold)} ns a record, {_cost.Records:N0} records, {RecordsPerDay} a day each"));
    }

    private (SubscriberState State, byte[] Key) Make(int index)
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
        return (state, key.ToUtf8());
    }

    /// <summary>One record of every subscriber.</summary>
    private void Round(SubscriberState[] states, byte[][] keys, int[] order, int round)
    {
        var time = Start + (86_400L * round / RecordsPerDay);
        var clock = new RecordClock(time * 1_000);
        for (var from = 0; from < order.Length; from += Block)
        {
            var block = order.AsSpan(from, Block);
            var at = TimeProvider.System.GetTimestamp();
            foreach (var i in block) states[i].Touch();
            var touched = TimeProvider.System.GetTimestamp();
            _cost.Touch += touched - at;
            _entries.Clear();
            long judge = 0, write = 0;
            for (var n = 0; n < Block; n++)
            {
                var i = block[n];
                var slice = Slice(i, round, time);
                at = TimeProvider.System.GetTimestamp();
                _judgement.Judge(states[i], slice, clock);
                var judged = TimeProvider.System.GetTimestamp();
                _entries.Raw(_judgement.WriteEntry(keys[i], states[i], slice, clock));
                write += TimeProvider.System.GetTimestamp() - judged;
                judge += judged - at;
                _ends[n] = _entries.Length;
            }
            at = TimeProvider.System.GetTimestamp();
            var start = 0;
            for (var n = 0; n < Block; n++)
            {
                states[block[n]].Fold(EntryView.Read(_entries.Written[start.._ends[n]]));
                start = _ends[n];
            }
            _cost.Fold += TimeProvider.System.GetTimestamp() - at;
            _cost.Judge += judge;
            _cost.Write += write;
            _cost.Records += Block;
        }
    }

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
        public long Touch, Judge, Write, Fold, Records;

        public readonly string Each(long ticks) => (ticks * 1e9 / TimeProvider.System.TimestampFrequency / Records).ToString("0", CultureInfo.InvariantCulture);
    }
}
