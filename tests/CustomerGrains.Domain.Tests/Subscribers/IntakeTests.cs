using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Usage;
using static CustomerGrains.Domain.Subscribers.RecordVerdict;

namespace CustomerGrains.Domain.Tests.Subscribers;

/// <summary>Slices that come again, early, late or both: core rules 20 and 21.</summary>
public class IntakeTests
{
    private const long Start = 1_719_792_000;

    [Fact]
    public void A_slice_sent_again_is_answered_as_the_first_time_and_adds_nothing()
    {
        var subscriber = new Subscriber();
        Support.Usage[] records = [new("a", Start), new("a", Start), new("a", Start) { Duration = 1 }, new("b", Start)];
        var first = subscriber.Take(Subscriber.Cause(1), records);
        Assert.Equal([Applied, Duplicate, Conflict, Applied], first);
        var bytes = subscriber.Bytes;
        for (var i = 0; i < 3; i++) Assert.Equal(first, subscriber.Take(Subscriber.Cause(1), records));
        Assert.Equal(bytes, subscriber.Bytes);
    }

    [Fact]
    public void A_slice_sent_again_with_one_record_more_judges_that_one()
    {
        // A number changed hands between the rounds of one batch: the second slice of the batch has other records.
        var subscriber = new Subscriber();
        subscriber.Take(Subscriber.Slice(Subscriber.Cause(1), (3, 0, new Support.Usage("a", Start))));
        Assert.Equal([Applied, Applied], subscriber.Take(Subscriber.Slice(Subscriber.Cause(1), (1, 0, new Support.Usage("b", Start)), (3, 0, new Support.Usage("a", Start)))));
        Assert.Equal(1, subscriber.NewCount);
        Assert.Equal(2U, subscriber.State.Days[0].Count);
    }

    [Fact]
    public void History_20_a_call_that_timed_out_runs_after_its_retry_was_applied_and_pruned()
    {
        var subscriber = new Subscriber();
        var late = Subscriber.Slice(Subscriber.Cause(1), (0, 0, new Support.Usage("a", Start)));
        subscriber.Take(late);
        // Batch 1 is complete; the id is out of its window too, so that only w can tell.
        subscriber.Take(Subscriber.Cause(2, complete: 1), new Support.Usage("b", Start + 1_000_000));
        var bytes = subscriber.Bytes;
        Assert.Equal([Replayed], subscriber.Take(late));
        Assert.Equal(bytes, subscriber.Bytes);
    }

    [Fact]
    public void A_late_slice_does_not_make_w_go_back()
    {
        var subscriber = new Subscriber();
        subscriber.Take(Subscriber.Cause(5, complete: 4), new Support.Usage("a", Start));
        subscriber.Take(Subscriber.Cause(6, complete: 2), new Support.Usage("b", Start)); // an older w, of a slice that waited
        Assert.Equal([Replayed], subscriber.Take(Subscriber.Cause(4, complete: 2), new Support.Usage("c", Start)));
    }

    [Fact]
    public void Streams_below_the_lowest_open_one_are_replayed()
    {
        var subscriber = new Subscriber();
        subscriber.Take(Subscriber.Cause(1, ordinal: 2), new Support.Usage("a", Start));
        subscriber.Take(Subscriber.Cause(1, ordinal: 5, lowest: 4), new Support.Usage("b", Start));
        Assert.Equal([Replayed], subscriber.Take(Subscriber.Cause(1, ordinal: 2), new Support.Usage("a", Start)));
        Assert.Equal([Replayed], subscriber.Take(Subscriber.Cause(9, ordinal: 3), new Support.Usage("c", Start)));
        Assert.Equal([Applied], subscriber.Take(Subscriber.Cause(1, ordinal: 4), new Support.Usage("d", Start)));
        Assert.Equal([Applied], subscriber.Take(Subscriber.Cause(1, ordinal: 2, source: 2), new Support.Usage("e", Start)));
    }

    [Fact]
    public void Streams_and_sources_are_complete_each_for_itself()
    {
        var subscriber = new Subscriber();
        subscriber.Take(Subscriber.Cause(9, complete: 8), new Support.Usage("a", Start));
        Assert.Equal([Applied], subscriber.Take(Subscriber.Cause(1, ordinal: 2), new Support.Usage("b", Start)));
        Assert.Equal([Applied], subscriber.Take(Subscriber.Cause(1, source: 2), new Support.Usage("c", Start)));
        Assert.Equal([Replayed], subscriber.Take(Subscriber.Cause(8), new Support.Usage("d", Start)));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public void Whatever_comes_again_in_whatever_order_no_record_has_two_outcomes(int seed)
    {
        // The protocol as sources keep to it: batches complete in any order within the window, w follows, streams close; slices
        // are sent once or more and some run very late.
        var random = new Random(seed);
        var subscriber = new Subscriber();
        var outcomes = new Dictionary<(long Ordinal, long Batch, int Index), RecordVerdict>();
        var late = new List<(byte[] Slice, SliceCause Cause)>();
        var (ordinal, lowest, serial) = (1L, 1L, 0);
        for (var stream = 0; stream < 12; stream++, ordinal++)
        {
            var complete = 0L;
            for (var batch = 1L; batch <= 60; batch++)
            {
                var cause = new SliceCause(1, lowest, ordinal, batch, complete);
                var slice = Subscriber.Slice(cause, [.. Enumerable.Range(0, random.Next(1, 4)).Select(i =>
                    (i, 0, new Support.Usage("r" + (random.Next(5) == 0 ? random.Next(serial + 1) : serial++), Start + (serial * 400))))]);
                Send(slice, cause);
                if (random.Next(3) == 0) late.Add((slice, cause));
                if (random.Next(2) == 0) Send(slice, cause);
                if (late.Count > 0 && random.Next(2) == 0) Resend();
                complete = Math.Max(complete, batch - random.Next(1, 32));
            }
            lowest = Math.Max(lowest, ordinal + 1 - random.Next(0, 3));
        }
        var applied = outcomes.Values.Count(v => v == Applied);
        Assert.Equal((uint)applied, (uint)subscriber.State.Months.ToArray().Where(m => m.Measure == UsageMeasure.All).Sum(m => m.Count));
        Assert.True(applied > 700);

        void Resend()
        {
            var (slice, cause) = late[random.Next(late.Count)];
            Send(slice, cause);
        }
        void Send(byte[] slice, SliceCause cause)
        {
            var verdicts = subscriber.Take(slice);
            for (var i = 0; i < verdicts.Length; i++)
            {
                var key = (cause.Ordinal, cause.Batch, i);
                if (verdicts[i] == Replayed) Assert.True(outcomes.ContainsKey(key));
                else if (!outcomes.TryAdd(key, verdicts[i])) Assert.Equal(outcomes[key], verdicts[i]);
            }
            if (random.Next(10) == 0) subscriber.State = subscriber.ReadBack();
        }
    }

    [Fact]
    public void What_is_remembered_does_not_grow_over_a_long_stream() => AssertDoesNotGrow(20_000, (subscriber, batch) =>
    {
        // A record in one batch of 30; the source is 32 batches ahead of w.
        if (batch % 30 == 0) subscriber.Take(Subscriber.Cause(batch, Math.Max(0, batch - 32)), new Support.Usage("r" + batch, Start + (batch * 120)));
    });

    [Fact]
    public void What_is_remembered_does_not_grow_over_many_streams_that_close_in_turn() => AssertDoesNotGrow(3_000, (subscriber, ordinal) =>
        subscriber.Take(Subscriber.Cause(1, ordinal: ordinal, lowest: Math.Max(1, ordinal - 3)), new Support.Usage("r" + ordinal, Start + (ordinal * 600))));

    [Fact]
    public void A_slice_of_ten_thousand_leaves_nothing_behind_when_it_is_complete()
    {
        var subscriber = new Subscriber();
        subscriber.Take(Subscriber.Cause(1), [.. Enumerable.Range(0, 10_000).Select(i => new Support.Usage("r" + i, Start))]);
        subscriber.Take(Subscriber.Cause(2, complete: 1), new Support.Usage("z", Start + 1_000_000));
        Assert.InRange(subscriber.Bytes.Length, 1, 200);
    }

    /// <summary>Compares the second half of a long life with the first.</summary>
    private static void AssertDoesNotGrow(int turns, Action<Subscriber, int> turn)
    {
        var subscriber = new Subscriber(new FoldParameters("UTC", dayWindow: 2));
        var largest = new int[2];
        for (var i = 1; i <= turns; i++)
        {
            turn(subscriber, i);
            ref var half = ref largest[i * 2 / (turns + 1)];
            half = Math.Max(half, subscriber.Bytes.Length);
        }
        Assert.InRange(largest[1], 1, largest[0] + 8);
    }
}
