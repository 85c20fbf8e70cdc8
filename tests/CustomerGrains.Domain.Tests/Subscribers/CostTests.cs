using System.Diagnostics;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Relationships;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Usage;
using Xunit.Abstractions;

namespace CustomerGrains.Domain.Tests.Subscribers;

/// <summary>What a record costs. Memory is asserted; time is only printed, because it is the machine's.</summary>
[Collection(Alone)]
public class CostTests(ITestOutputHelper output)
{
    /// <summary>The heap is everybody's: nothing else may run meanwhile.</summary>
    internal const string Alone = "alone";

    private const long Start = 1_719_792_000;
    private const int Subscribers = 512;
    private const int Warm = 40;
    private const int Measured = 60;

    [Fact]
    public void A_slice_of_one_record_is_judged_written_and_folded_without_garbage()
    {
        // Three records a day each: the tables have their sizes after the warm-up, and what is measured is what stays.
        var subscribers = Enumerable.Range(0, Subscribers).Select(i => new Subscriber(id: "s" + i)).ToArray();
        var keys = subscribers.Select(s => s.Key.ToUtf8()).ToArray();
        var slices = Enumerable.Range(1, Warm + Measured).Select(batch => subscribers.Select((_, i) => Subscriber.Slice(
            Subscriber.Cause(batch, batch - 1),
            (i, 0, Call($"node-7/{batch:000}/{i:00000}", Start + (batch * 28_800L), batch)))).ToArray()).ToArray();
        var clock = new TestClock { Now = Start * 1_000 };
        clock.Observed.Capacity = (Warm + Measured) * Subscribers;
        var judgement = new SliceJudgement();
        var costs = new List<(long Judge, long Write, long Fold)>();
        long allocated = 0;
        for (var batch = 0; batch < Warm + Measured; batch++)
        {
            long judge = 0, write = 0, fold = 0;
            if (batch == Warm)
            {
                costs = new(Measured);
                allocated = GC.GetAllocatedBytesForCurrentThread();
            }
            for (var i = 0; i < Subscribers; i++)
            {
                var (state, slice, at) = (subscribers[i].State, slices[batch][i], Stopwatch.GetTimestamp());
                judgement.Judge(state, slice, clock);
                var judged = Stopwatch.GetTimestamp();
                var entry = judgement.WriteEntry(keys[i], state, slice, clock);
                var written = Stopwatch.GetTimestamp();
                state.Fold(judgement, entry);
                var folded = Stopwatch.GetTimestamp();
                judge += judged - at;
                write += written - judged;
                fold += folded - written;
            }
            costs.Add((judge, write, fold));
        }
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var records = Measured * Subscribers;
        // Of the batches the one in the middle: others may have had the machine meanwhile.
        output.WriteLine($"judge {Median(costs.Select(c => c.Judge))} ns, write {Median(costs.Select(c => c.Write))} ns, fold {Median(costs.Select(c => c.Fold))} ns a record (with ~20 ns each of measuring); {(double)allocated / records:0.00} bytes a record");

        // What is left is the growth of the totals: an array now and then, for months and days that were not there before.
        Assert.InRange((double)allocated / records, 0, 160);
        Assert.All(subscribers, s => Assert.Equal(Warm + Measured, s.State.Months.ToArray().Where(m => m.Measure == UsageMeasure.All).Sum(m => m.Count)));

        // And in a state that has its size, nothing at all.
        var steady = Enumerable.Range(0, 6).Select(n => subscribers.Select((_, i) => Subscriber.Slice(
            Subscriber.Cause(Warm + Measured + 1 + n, Warm + Measured + n),
            (i, 0, Call($"node-7/x{n}/{i:00000}", Start + ((Warm + Measured) * 28_800L) + n, Warm + Measured)))).ToArray()).ToArray();
        for (var n = 0; n < 3; n++) Run(n);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 3; n < 6; n++) Run(n);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (3.0 * Subscribers), 0, 0.5);

        void Run(int n)
        {
            for (var i = 0; i < Subscribers; i++)
            {
                judgement.Judge(subscribers[i].State, steady[n][i], clock);
                subscribers[i].State.Fold(judgement, judgement.WriteEntry(keys[i], subscribers[i].State, steady[n][i], clock));
            }
        }
    }

    [Fact]
    public void A_month_of_three_records_a_day_fits_into_the_budget()
    {
        var subscriber = new Subscriber();
        subscriber.Register(new SubscriberProfile(Start, "plan-58", "easyown", "guangdong"), "request-1");
        for (var batch = 1; batch <= 90; batch++)
        {
            subscriber.Take(Subscriber.Cause(batch * 1_000, (batch * 1_000) - 20),
                Call($"node-7/{batch:0000000000}", Start + (batch * 28_800L), batch) with { Service = (ServiceKind)((batch % 3) + 1), Up = 1_000_000, Direction = (UsageDirection)((batch % 2) + 1) });
        }
        output.WriteLine($"snapshot {subscriber.Bytes.Length} bytes; totals of 16 bytes: hours {subscriber.State.Hours.Length}, days {subscriber.State.Days.Length}, months {subscriber.State.Months.Length}; contacts of 40 bytes: {subscriber.State.Contacts.Length}");
        var bytes = subscriber.Bytes;
        var readBack = BytesEach(() => (SubscriberState)subscriber.Kinds.Read(subscriber.Key, bytes));
        var grown = BytesEach(subscriber.Refold);
        output.WriteLine($"in memory {grown} bytes when grown record by record, {readBack} when read back");
        Assert.InRange(readBack, 500, 4_096);
        Assert.InRange(grown, 500, 4_096);
    }

    /// <summary>Facts are rare beside usage; still, a classification reads them often.</summary>
    [Fact]
    public void Half_a_year_of_business_facts_takes_a_kilobyte()
    {
        var bare = new Subscriber();
        var told = RelationshipViewTests.Told(new Subscriber(), Start);
        output.WriteLine($"snapshot: {told.Bytes.Length - bare.Bytes.Length} bytes more, of which {told.Aggregates.Length - bare.Aggregates.Length} are aggregates");
        var (bareBytes, toldBytes) = (bare.Bytes, told.Bytes);
        var more = BytesEach(() => (SubscriberState)told.Kinds.Read(told.Key, toldBytes)) - BytesEach(() => (SubscriberState)bare.Kinds.Read(bare.Key, bareBytes));
        var relationship = told.State.Relationship!;
        var measures = 0;
        for (var i = 0; i < 1_000; i++) measures += relationship.At(Start).Measures.Count; // warm
        var (allocated, at) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        for (var i = 0; i < 1_000; i++) measures += relationship.At(Start).Measures.Count;
        output.WriteLine($"in memory {more} bytes more; reading all for a time and the measures in force: {Stopwatch.GetElapsedTime(at).TotalMicroseconds / 1_000:0.0} µs, {(GC.GetAllocatedBytesForCurrentThread() - allocated) / 1_000} bytes");
        Assert.Equal(4_000, measures);
        Assert.InRange(told.Aggregates.Length - bare.Aggregates.Length, 400, 1_024);
        Assert.InRange(more, 400, 2_048);
    }

    private static long BytesEach(Func<SubscriberState> make)
    {
        var states = new SubscriberState[1_000];
        make();
        var start = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < states.Length; i++) states[i] = make();
        var each = (GC.GetTotalMemory(forceFullCollection: true) - start) / states.Length;
        GC.KeepAlive(states);
        return each;
    }

    /// <summary>A call as an exchange records it.</summary>
    private static Support.Usage Call(string id, long start, int i) => new(id, start)
    {
        Duration = 61,
        CallKind = (byte)((i % 3) + 1),
        OnNet = i % 2 == 0,
        OtherParty = "861390000" + (i % 23),
        Charge = 150_000,
    };

    private static string Median(IEnumerable<long> ticks) =>
        (ticks.Order().ElementAt(Measured / 2) * 1e9 / Stopwatch.Frequency / Subscribers).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
}

[CollectionDefinition(CostTests.Alone, DisableParallelization = true)]
public sealed class AloneCollection;
