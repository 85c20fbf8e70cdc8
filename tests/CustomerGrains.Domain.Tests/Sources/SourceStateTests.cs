using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Domain.Tests.Support;
using static CustomerGrains.Domain.Sources.BatchStatus;

namespace CustomerGrains.Domain.Tests.Sources;

/// <summary>Streams and batches of a source: core rules 17, 18 and 21.</summary>
public class SourceStateTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Batches_may_complete_in_any_order_within_the_window(int seed)
    {
        var random = new Random(seed);
        var source = Open("file");
        var stream = source.State.Streams[0];
        var complete = new HashSet<long>();
        var under = new List<long>();
        var sums = new Dictionary<int, BatchCounts>();
        var total = default(BatchCounts);
        var (begun, w, batches) = (0L, 0L, 0);
        while (w < 300)
        {
            var next = begun + 1;
            Assert.Equal(Hole, source.State.Judge(1, 1, next + 1, Digest(next + 1)));
            Assert.Equal(next > w + StreamState.Window ? BeyondWindow : New, source.State.Judge(1, 1, next, Digest(next)));
            if (next <= w + StreamState.Window && (under.Count == 0 || random.Next(2) == 0))
            {
                Begin(source, next, day: 20_000 + (int)(next / 50));
                under.Add(begun = next);
            }
            else
            {
                var at = random.Next(under.Count);
                var counts = new BatchCounts(random.Next(100), random.Next(3), random.Next(3), random.Next(3));
                Complete(source, under[at], counts);
                var day = 20_000 + (int)(under[at] / 50);
                sums[day] = sums.GetValueOrDefault(day) + counts;
                total += counts;
                batches++;
                complete.Add(under[at]);
                under.RemoveAt(at);
                while (complete.Contains(w + 1)) w++;
            }
            if (random.Next(20) == 0)
            {
                Assert.Equal(source.Bytes, Entity<SourceState>.BytesOf(source.ReadBack()));
                source.State = source.ReadBack();
            }
            stream = source.State.Streams[0];
            Assert.Equal((w, begun, total), (stream.Complete, stream.LastBegun, stream.Counts));
            Check(source.State, random, w, begun, complete);
        }
        Assert.Equal(sums.OrderBy(d => d.Key).Select(d => d.Value), source.State.Days.Select(d => d.Counts));
        Assert.Equal(sums.Keys.Order(), source.State.Days.Select(d => d.Day));
        Assert.Equal((batches, total), (source.State.Total.Batches, source.State.Total.Counts));
        Assert.Equal(total.Applied + total.Duplicate + total.Conflict + total.Rejected, source.State.Days.Sum(d => d.Counts.Received));
        Assert.Equal(source.Bytes, Entity<SourceState>.BytesOf(source.Refold()));
    }

    [Fact]
    public void The_rolling_digest_is_that_of_the_batches_in_order_whatever_order_they_complete_in()
    {
        var random = new Random(5);
        UInt128? first = null;
        for (var round = 0; round < 10; round++)
        {
            var source = Open("file");
            for (var n = 1; n <= 32; n++) Begin(source, n);
            var order = Enumerable.Range(1, 32).ToArray();
            random.Shuffle(order);
            foreach (var n in order) Complete(source, n, default);
            first ??= source.State.Streams[0].Digest;
            Assert.Equal(first, source.State.Streams[0].Digest);
        }
        var other = Open("file");
        for (var n = 1; n <= 32; n++) Begin(other, n, digest: n == 5 ? 6 : n == 6 ? 5 : Digest(n));
        for (var n = 1; n <= 32; n++) Complete(other, n, default);
        Assert.NotEqual(first, other.State.Streams[0].Digest);
    }

    [Fact]
    public void A_batch_sent_again_with_other_content_is_seen_while_it_is_remembered()
    {
        var source = Open("file");
        for (var n = 1; n <= 70; n++)
        {
            Begin(source, n);
            Assert.Equal(UnderWay, source.State.Judge(1, 1, n, Digest(n)));
            Assert.Equal(OtherContent, source.State.Judge(1, 1, n, Digest(n) + 1));
            Complete(source, n, default);
        }
        Assert.Equal(Expired, source.State.Judge(1, 1, 6, Digest(6)));
        Assert.Equal(Expired, source.State.Judge(1, 1, 6, 0));
        Assert.Equal(BatchStatus.Complete, source.State.Judge(1, 1, 7, Digest(7)));
        Assert.Equal(OtherContent, source.State.Judge(1, 1, 7, 0));
        Assert.Equal(Expired, source.State.Judge(1, 1, 0, 0));
        Assert.Equal(Hole, source.State.Judge(1, 1, long.MaxValue, 0));
    }

    [Fact]
    public void Outcomes_of_remembered_batches_are_those_of_the_first_time()
    {
        var source = Open("file");
        RecordException[] exceptions = [new(3, Outcome.Rejected, RejectReason.TooOld), new(9_999, Outcome.Conflict, RejectReason.None)];
        Begin(source, 1);
        Complete(source, 1, new BatchCounts(5, 0, 1, 1), exceptions);
        source.State = source.ReadBack();
        var batch = source.State.Streams[0].Find(1)!;
        Assert.Equal((true, new BatchCounts(5, 0, 1, 1)), (batch.IsComplete, batch.Counts));
        Assert.Equal(exceptions, batch.Exceptions);
        Assert.Equal(7, batch.Counts.Received);
    }

    [Fact]
    public void A_newer_session_takes_over_and_goes_on_where_the_stream_is()
    {
        var source = Open("file");
        Begin(source, 1);
        Open(source, "file", ordinal: 1, session: 2);
        Assert.Equal(Superseded, source.State.Judge(1, 1, 1, Digest(1)));
        Assert.Equal(UnderWay, source.State.Judge(1, 2, 1, Digest(1)));
        Assert.Equal(New, source.State.Judge(1, 2, 2, Digest(2)));
        Assert.Equal(2, source.State.NextOrdinal);
        Assert.Single(source.State.Streams);
    }

    [Fact]
    public void A_closed_stream_is_no_longer_open_and_the_lowest_ordinal_rises_with_the_oldest()
    {
        var source = Open("a");
        Assert.Equal(1, source.State.LowestOpen);
        Open(source, "b", 2, 1);
        Open(source, "c", 3, 1);
        Close(source, 2);
        Assert.Equal((1L, 1L), (source.State.LowestOpen, source.State.ClosedStreams));
        Assert.Equal(Superseded, source.State.Judge(2, 1, 1, 0));
        Close(source, 1);
        Assert.Equal(3, source.State.LowestOpen);
        Close(source, 3);
        Assert.Equal((4L, 4L), (source.State.LowestOpen, source.State.NextOrdinal));
        Open(source, "d", 4, 1);
        Assert.Equal(4, source.State.LowestOpen);
        Assert.Equal(source.Bytes, Entity<SourceState>.BytesOf(source.ReadBack()));
    }

    [Fact]
    public void Of_days_of_receipt_the_last_400_are_kept_and_the_total_covers_all()
    {
        var source = Open("file");
        for (var n = 1; n <= 500; n++)
        {
            Begin(source, n, day: 20_000 + n);
            Complete(source, n, new BatchCounts(2, 0, 0, 0));
        }
        Assert.Equal(Enumerable.Range(20_101, 400), source.State.Days.Select(d => d.Day));
        Assert.Equal((500L, 1_000L), (source.State.Total.Batches, source.State.Total.Counts.Received));
    }

    [Fact]
    public void What_cannot_follow_is_refused_and_changes_nothing()
    {
        var source = Open("file");
        Begin(source, 1);
        Complete(source, 1, new BatchCounts(1, 0, 0, 0));
        Begin(source, 2);
        var before = source.Bytes;
        Assert.Throws<CorruptDataException>(() => Complete(source, 1, new BatchCounts(1, 0, 0, 0))); // twice
        Assert.Throws<CorruptDataException>(() => Complete(source, 3, default)); // never begun
        Assert.Throws<CorruptDataException>(() => Begin(source, 2)); // twice
        Assert.Throws<CorruptDataException>(() => Begin(source, 4)); // a hole
        Assert.Throws<CorruptDataException>(() => Close(source, 7)); // not open
        Assert.Throws<CorruptDataException>(() => source.Take(CauseKind.Tick, [], FactKind.Usage, []));
        Assert.Equal(before, source.Bytes);
    }

    private static UInt128 Digest(long batch) => new((ulong)batch, 77);

    private static void Check(SourceState state, Random random, long w, long begun, HashSet<long> complete)
    {
        var n = random.NextInt64(1, begun + 1);
        Assert.Equal(
            n <= w - StreamState.RememberedBatches ? Expired : complete.Contains(n) ? BatchStatus.Complete : UnderWay,
            state.Judge(1, 1, n, Digest(n)));
    }

    private static Entity<SourceState> Open(string stream)
    {
        var source = new Entity<SourceState>("source/src");
        Open(source, stream, 1, 1);
        return source;
    }

    private static void Open(Entity<SourceState> source, string stream, long ordinal, long session) =>
        source.Take(CauseKind.Tick, [], FactKind.StreamOpened, Entity<SourceState>.Body(new StreamOpened(3, ordinal, stream, session, 1).WriteTo));

    private static void Begin(Entity<SourceState> source, long batch, int day = 20_000, UInt128? digest = null) =>
        source.Take(CauseKind.Tick, [], FactKind.BatchBegun, Entity<SourceState>.Body(new BatchBegun(1, batch, digest ?? Digest(batch), batch << 12, batch, day).WriteTo));

    private static void Complete(Entity<SourceState> source, long batch, BatchCounts counts, params RecordException[] exceptions) =>
        source.Take(CauseKind.Tick, [], FactKind.BatchCompleted, Entity<SourceState>.Body(new BatchCompleted(1, batch, counts, exceptions).WriteTo));

    private static void Close(Entity<SourceState> source, long ordinal) =>
        source.Take(CauseKind.Tick, [], FactKind.StreamClosed, Entity<SourceState>.Body(new StreamClosed(ordinal, 0, default, 0).WriteTo));
}
