using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Domain.Tests.Support;

namespace CustomerGrains.Domain.Tests.Sources;

/// <summary>What a source knows of its quarantine, and what re-drives do to its counts.</summary>
public class QuarantineStateTests
{
    private const int Day = 20_000;

    private long _ordinal = 2;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Received_is_the_sum_of_the_outcomes_whatever_is_redriven(int seed)
    {
        var random = new Random(seed);
        var source = Opened();
        var open = new List<(long Version, int Day, int Index)>();
        var expected = new Dictionary<int, BatchCounts>();
        for (var n = 1; n <= 60; n++)
        {
            var day = Day + n / 20;
            var rejected = random.Next(5);
            var counts = new BatchCounts(random.Next(10), random.Next(3), 0, rejected);
            var version = Complete(source, n, day, counts, kept: rejected);
            expected[day] = expected.GetValueOrDefault(day) + counts;
            open.AddRange(Enumerable.Range(0, rejected).Select(i => (version, day, i)));
            if (random.Next(4) != 0 || open.Count == 0) continue;

            var results = open.Where(_ => random.Next(2) == 0).Select(o => new RedriveResult(o.Version, o.Day, o.Index, RejectReason.Internal, (Outcome)random.Next(1, 5), (RejectReason)random.Next(1, 3))).ToArray();
            Redrive(source, (ulong)n, results);
            foreach (var result in results)
            {
                if (result.Outcome != Outcome.Rejected) open.Remove((result.Version, result.Day, result.Index));
                Assert.Equal(result.Outcome, source.State.Marks.Find(result.Version, result.Index)!.Value.Outcome);
            }
            source.State = source.ReadBack();
        }
        foreach (var day in source.State.Days)
        {
            Assert.Equal(expected[day.Day].Received, day.Counts.Received);
            Assert.Equal(open.Count(o => o.Day == day.Day), day.Counts.Rejected);
        }
        Assert.Equal(expected.Values.Sum(c => c.Received), source.State.Total.Counts.Received);
        Assert.Equal(open.Count, source.State.Total.Counts.Rejected);
        Assert.Equal(source.Bytes, Entity<SourceState>.BytesOf(source.Refold()));
    }

    [Fact]
    public void A_day_knows_its_last_entry_and_what_is_not_kept()
    {
        var source = Opened();
        var first = Complete(source, 1, Day, new BatchCounts(0, 1, 2, 3), kept: 4);
        var other = Complete(source, 2, Day + 1, new BatchCounts(0, 0, 0, 1), kept: 1);
        Complete(source, 3, Day, new BatchCounts(0, 0, 5, 0), kept: 0);
        Assert.Equal(new QuarantineCounts(4, 40, 6, first), source.State.Day(Day).Quarantine);
        Assert.Equal(new QuarantineCounts(1, 10, 0, other), source.State.Day(Day + 1).Quarantine);
        Assert.Equal((5L, 6L), (source.State.Total.Quarantine.Kept, source.State.Total.Quarantine.NotKept));
    }

    [Fact]
    public void One_redrive_is_under_way_at_a_time_and_keeps_its_ordinal_open()
    {
        var source = Opened();
        var version = Complete(source, 1, Day, new BatchCounts(0, 0, 0, 1), kept: 1);
        Close(source);
        BeginRedrive(source, 9, 2);
        Assert.Equal((2L, 3L), (source.State.LowestOpen, source.State.NextOrdinal));
        var before = source.Bytes;
        Assert.Throws<CorruptDataException>(() => BeginRedrive(source, 10, 3));
        Assert.Throws<CorruptDataException>(() => CompleteRedrive(source, 3, []));
        Assert.Throws<CorruptDataException>(() => CompleteRedrive(source, 2, [Applied(version, 0), Applied(version, 1)])); // only one was rejected
        Assert.Throws<CorruptDataException>(() => CompleteRedrive(source, 2, [new(version, Day, 0, 0, Outcome.None, 0)]));
        Assert.Equal(before, source.Bytes);

        CompleteRedrive(source, 2, [Applied(version, 0)]);
        Assert.Equal((3L, 1L, null), (source.State.LowestOpen, source.State.Redrives, source.State.Redrive));
        Assert.Equal(source.State.Version, source.State.FindRedrive(9));
        Assert.Equal(0, source.State.FindRedrive(10));
    }

    [Fact]
    public void Of_a_day_that_is_kept_no_longer_the_total_changes_alone()
    {
        var source = Opened();
        var version = Complete(source, 1, Day, new BatchCounts(0, 0, 0, 1), kept: 1);
        for (var n = 2; n <= SourceState.DaysKept + 1; n++) Complete(source, n, Day + n, default, kept: 0);
        Assert.Equal(default, source.State.Day(Day));
        Redrive(source, 1, [Applied(version, 0)]);
        Assert.Equal(new BatchCounts(1, 0, 0, 0), source.State.Total.Counts);
        Assert.All(source.State.Days, d => Assert.Equal(default, d.Counts));
    }

    [Fact]
    public void Beyond_the_bound_of_marks_the_oldest_entries_leave_the_quarantine()
    {
        var source = Opened();
        const int perBatch = 5_000;
        var versions = new List<long>();
        for (var n = 1; n <= QuarantineMarks.Capacity / perBatch + 1; n++)
        {
            versions.Add(Complete(source, n, Day, new BatchCounts(0, 0, 0, perBatch), kept: perBatch));
            Redrive(source, (ulong)n, [.. Enumerable.Range(0, perBatch).Select(i => Applied(versions[^1], i))]);
        }
        Assert.Equal(versions[0] + 1, source.State.Marks.From);
        Assert.Null(source.State.Marks.Find(versions[0], 0));
        Assert.NotNull(source.State.Marks.Find(versions[1], 0));
        Assert.NotNull(source.State.Marks.Find(versions[^1], perBatch - 1));
    }

    [Fact]
    public void A_record_that_stays_as_it_was_needs_no_mark()
    {
        var source = Opened();
        var version = Complete(source, 1, Day, new BatchCounts(0, 0, 0, 2), kept: 2);
        Redrive(source, 1, [new(version, Day, 0, RejectReason.NumberNotHeld, Outcome.Rejected, RejectReason.NumberNotHeld), new(version, Day, 1, RejectReason.NumberNotHeld, Outcome.Rejected, RejectReason.TooOld)]);
        Assert.Null(source.State.Marks.Find(version, 0));
        Assert.Equal(new RecordException(1, Outcome.Rejected, RejectReason.TooOld), source.State.Marks.Find(version, 1));
        Redrive(source, 2, [new(version, Day, 1, RejectReason.TooOld, Outcome.Rejected, RejectReason.TooOld)]);
        Assert.Equal(new RecordException(1, Outcome.Rejected, RejectReason.TooOld), source.State.Marks.Find(version, 1));
        Assert.Equal((2L, 2L), (source.State.Total.Counts.Rejected, source.State.Redrives));
    }

    /// <summary>Core rule 20: the stream that keeps the others from being forgotten stands behind them again, if nothing is lost by it.</summary>
    [Fact]
    public void A_stream_that_holds_others_back_gets_a_new_ordinal_when_nothing_of_it_is_under_way()
    {
        var source = Opened();
        Complete(source, 1, Day, default, kept: 0);
        Assert.Equal(1, source.State.OrdinalFor(source.State.Find("file"))); // nothing came behind it
        Open(source, "b", 2, 1);
        Open(source, "c", 3, 1);
        Assert.Equal(2, source.State.OrdinalFor(source.State.Find("b"))); // does not hold back what the first does not
        Begin(source, 2, day: Day);
        Assert.Equal(1, source.State.OrdinalFor(source.State.Find("file"))); // its batch may be sent again
        source.Take(CauseKind.Tick, [], FactKind.BatchCompleted, Entity<SourceState>.Body(new BatchCompleted(1, 2, default, []).WriteTo));
        Assert.Equal(4, source.State.OrdinalFor(source.State.Find("file")));

        Open(source, "file", 4, 2);
        Assert.Equal((3, 4L, 2L, 5L), (source.State.Streams.Count, source.State.Find("file")!.Ordinal, source.State.LowestOpen, source.State.NextOrdinal));
        Assert.Equal(2, source.State.Find("file")!.Complete);
        Assert.Equal(BatchStatus.Superseded, source.State.Judge(1, 1, 3, 0));
        Assert.Equal(BatchStatus.Complete, source.State.Judge(4, 2, 2, 2));
        Assert.Equal(BatchStatus.New, source.State.Judge(4, 2, 3, 0));
        Assert.Equal(source.Bytes, Entity<SourceState>.BytesOf(source.ReadBack()));
    }

    private static RedriveResult Applied(long version, int index) => new(version, Day, index, RejectReason.NumberNotHeld, Outcome.Applied, RejectReason.None);

    private static Entity<SourceState> Opened()
    {
        var source = new Entity<SourceState>("source/src");
        Open(source, "file", 1, 1);
        return source;
    }

    private static void Open(Entity<SourceState> source, string stream, long ordinal, long session) =>
        source.Take(CauseKind.Tick, [], FactKind.StreamOpened, Entity<SourceState>.Body(new StreamOpened(3, ordinal, stream, session, 1).WriteTo));

    private static void Close(Entity<SourceState> source) =>
        source.Take(CauseKind.Tick, [], FactKind.StreamClosed, Entity<SourceState>.Body(new StreamClosed(1, 1, default, 0).WriteTo));

    private static void Begin(Entity<SourceState> source, long batch, int day) =>
        source.Take(CauseKind.Tick, [], FactKind.BatchBegun, Entity<SourceState>.Body(new BatchBegun(1, batch, (UInt128)batch, batch << 12, batch, day).WriteTo));

    /// <summary>A batch of the stream "file" with so many records kept, of ten bytes each.</summary>
    private static long Complete(Entity<SourceState> source, long batch, int day, BatchCounts counts, int kept)
    {
        Begin(source, batch, day);
        var completed = new BatchCompleted(1, batch, counts, []);
        if (kept == 0) source.Take(CauseKind.Tick, [], FactKind.BatchCompleted, Entity<SourceState>.Body(completed.WriteTo));
        else source.Take(CauseKind.Tick, [], FactKind.BatchQuarantined, Entity<SourceState>.Body(new BatchQuarantined(completed, "file", batch << 12, batch, day, 0, kept, kept * 10).WriteTo));
        return source.State.Version;
    }

    private void Redrive(Entity<SourceState> source, ulong request, RedriveResult[] results)
    {
        BeginRedrive(source, request, _ordinal);
        CompleteRedrive(source, _ordinal++, results);
    }

    private static void BeginRedrive(Entity<SourceState> source, ulong request, long ordinal) => source.Take(
        CauseKind.Command, Entity<SourceState>.Body(new CommandCause("", "").WriteTo), FactKind.RedriveBegun,
        Entity<SourceState>.Body(new RedriveBegun(ordinal, request, 1, [], "").WriteTo));

    private static void CompleteRedrive(Entity<SourceState> source, long ordinal, RedriveResult[] results) =>
        source.Take(CauseKind.Redrive, [], FactKind.RedriveCompleted, Entity<SourceState>.Body(new RedriveCompleted(ordinal, 1, results).WriteTo));
}
