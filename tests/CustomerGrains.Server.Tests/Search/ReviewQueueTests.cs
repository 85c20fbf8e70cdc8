using CustomerGrains.Domain;
using CustomerGrains.Server.Insights;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Tests.Search;

/// <summary>What waits for its review, in whatever order its changes were made.</summary>
public sealed class ReviewQueueTests
{
    [Fact]
    public void The_earliest_change_that_waits_is_known_in_whatever_order_they_ask_are_taken_and_are_put_back()
    {
        var sink = new Sink();
        var queue = new ReviewQueue(null!, new FoldParameters("UTC"), new SteppedTime(), new ReviewRate(1), sink, new ReadModelOptions());
        Assert.Equal(long.MaxValue, sink.Oldest());
        queue.Ask("leapt", 9_000_000);
        // Its turn stood still before it asked.
        queue.Ask("stood", 1_000_500);
        Assert.InRange(sink.Oldest(), 999_501, 1_000_500);
        Assert.True(queue.TryTake(TimeSpan.Zero, out var leapt));
        queue.Done(leapt);
        Assert.True(queue.TryTake(TimeSpan.Zero, out var stood));
        Assert.InRange(sink.Oldest(), 999_501, 1_000_500);
        queue.Ask("later", 5_000_000);
        queue.Ask(stood.Id, stood.Changed);
        queue.Done(stood);
        Assert.InRange(sink.Oldest(), 999_501, 1_000_500);
        Assert.True(queue.TryTake(TimeSpan.Zero, out var later));
        queue.Done(later);
        Assert.InRange(sink.Oldest(), 999_501, 1_000_500);
        Assert.True(queue.TryTake(TimeSpan.Zero, out stood));
        queue.Done(stood);
        Assert.Equal((long.MaxValue, false), (sink.Oldest(), queue.TryTake(TimeSpan.Zero, out _)));
    }

    [Fact]
    public void Numbers_wait_by_themselves_and_nothing_is_missed_for_them()
    {
        var sink = new Sink();
        var queue = new ReviewQueue(null!, new FoldParameters("UTC"), new SteppedTime(), new ReviewRate(1), sink, new ReadModelOptions());
        queue.AskForNumbers("s", 4_000_000);
        Assert.Equal((long.MaxValue, 4_000_000, 0), (sink.Oldest(), sink.OldestNumbers(), queue.Count));
        Assert.False(queue.TryTake(TimeSpan.Zero, out _));
        Assert.False(queue.TryTakeNumbers(TimeSpan.FromSeconds(1), out _));
        Assert.True(queue.TryTakeNumbers(TimeSpan.Zero, out var numbers));
        Assert.Equal(4_000_000, sink.OldestNumbers());
        queue.Done(numbers);
        Assert.Equal(("s", long.MaxValue), (numbers.Id, sink.OldestNumbers()));
    }

    [Fact]
    public void The_earliest_of_many_is_never_late_and_at_most_a_second_early()
    {
        var random = new Random(3);
        var (earliest, all) = (new EarliestChange(), new List<long>());
        for (var step = 0; step < 20_000; step++)
        {
            if (all.Count == 0 || random.Next(100) < (step % 2_000 < 1_000 ? 55 : 40))
            {
                all.Add(random.Next(10_000) + (random.Next(3) == 0 ? 0 : step * 10L));
                earliest.Add(all[^1]);
            }
            else
            {
                var at = random.Next(all.Count);
                earliest.Remove(all[at]);
                all.RemoveAt(at);
            }
            if (all.Count == 0) Assert.Equal(long.MaxValue, earliest.Time);
            else Assert.InRange(earliest.Time, all.Min() - 999, all.Min());
        }
    }

    private sealed class Sink : IRowSink
    {
        internal Func<long> Oldest { get; private set; } = static () => 0;

        internal Func<long> OldestNumbers { get; private set; } = static () => 0;

        public int Waiting => 0;

        public void Put(SubscriberRow row, Ticket ticket, bool ifClassChanged = false) => throw new NotSupportedException();

        public void Expect(Func<long> oldest, Func<long> oldestNumbers) => (Oldest, OldestNumbers) = (oldest, oldestNumbers);
    }
}
