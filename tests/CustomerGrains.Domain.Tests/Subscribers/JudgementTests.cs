using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Time;
using CustomerGrains.Domain.Usage;
using static CustomerGrains.Domain.Subscribers.RecordVerdict;

namespace CustomerGrains.Domain.Tests.Subscribers;

/// <summary>What a subscriber says of records: core rules 19 and 22.</summary>
public class JudgementTests
{
    private const long Start = 1_719_792_000;
    private const long Window = 48 * 3_600;

    private static readonly Support.Usage One = new("a", Start) { Duration = 5 };
    private static readonly Support.Usage Other = One with { Duration = 6 };

    [Fact]
    public void Within_a_slice_the_first_of_an_id_stands()
    {
        var subscriber = new Subscriber();
        Assert.Equal([Applied, Duplicate, Conflict, Applied], subscriber.Take(Subscriber.Cause(1), One, One, Other, One with { Id = "b" }));
        Assert.Equal(2U, subscriber.State.Days[0].Count);
    }

    [Fact]
    public void Across_slices_and_streams_of_a_source_the_first_of_an_id_stands()
    {
        var subscriber = new Subscriber();
        Assert.Equal([Applied], subscriber.Take(Subscriber.Cause(1), One));
        Assert.Equal([Duplicate], subscriber.Take(Subscriber.Cause(2), One));
        Assert.Equal([Conflict], subscriber.Take(Subscriber.Cause(1, ordinal: 2), Other));
        Assert.Equal([Duplicate], subscriber.Take(Subscriber.Cause(2, ordinal: 2), One)); // the conflict left no trace
        Assert.Equal(5, subscriber.State.Days[0].Amount);
    }

    /// <summary>A re-drive is judged by the first receipt, and known by the ordinal of its first batch.</summary>
    [Fact]
    public void Redriven_records_are_what_they_would_have_been_when_they_came()
    {
        var subscriber = new Subscriber();
        var wall = new WallClock(TimeProvider.System, (Start + 200 * 86_400) * 1000); // more than the accepted age behind
        var nameless = One with { Id = "" };
        var judgement = new SliceJudgement();
        judgement.Judge(subscriber.State, Subscriber.Slice(Subscriber.Cause(1), (0, 0, One)), wall);
        Assert.Equal((Rejected, RejectReason.TooOld), (judgement.Records[0].Verdict, judgement.Records[0].Reason));
        judgement.Judge(subscriber.State, Subscriber.Redriven(Subscriber.Cause(1), (0, 0, Start * 1000, One), (1, 0, (Start + 93 * 86_400) * 1000, One), (2, 0, (Start - 86_401) * 1000, One)), wall);
        Assert.Equal([Applied, Rejected, Rejected], judgement.Records.ToArray().Select(static r => r.Verdict));
        Assert.Equal([RejectReason.None, RejectReason.TooOld, RejectReason.TooNew], judgement.Records.ToArray().Select(static r => r.Reason));

        Assert.Equal([Applied], subscriber.Take(Subscriber.Slice(Subscriber.Cause(2), (0, 0, nameless))));
        Assert.Equal([Applied, Duplicate], subscriber.Take(Subscriber.Redriven(Subscriber.Cause(1, ordinal: 3), (0, 1, 0, nameless), (1, 0, 0, nameless))));
        Assert.Equal([Applied, Duplicate], subscriber.Take(Subscriber.Redriven(Subscriber.Cause(1, ordinal: 3), (0, 1, 0, nameless), (1, 0, 0, nameless)))); // said again
        Assert.Equal(0, subscriber.NewCount);
    }

    [Fact]
    public void Ids_of_two_sources_do_not_meet()
    {
        var subscriber = new Subscriber();
        Assert.Equal([Applied], subscriber.Take(Subscriber.Cause(1), One));
        Assert.Equal([Applied], subscriber.Take(Subscriber.Cause(1, source: 2), Other));
    }

    [Theory]
    [InlineData(Window - 1, Duplicate)]
    [InlineData(Window, Applied)]
    public void An_id_is_known_while_its_start_is_less_than_48_hours_before_the_latest(long later, RecordVerdict verdict)
    {
        var subscriber = new Subscriber();
        subscriber.Take(Subscriber.Cause(1), One);
        subscriber.Take(Subscriber.Cause(2), new Support.Usage("z", Start + later));
        Assert.Equal([verdict], subscriber.Take(Subscriber.Cause(3), One));
    }

    [Theory]
    [InlineData(Window - 1, Duplicate)]
    [InlineData(Window, Applied)]
    public void A_late_record_is_remembered_only_within_48_hours_of_the_latest(long late, RecordVerdict verdict)
    {
        var subscriber = new Subscriber();
        subscriber.Take(Subscriber.Cause(1), new Support.Usage("z", Start + late));
        subscriber.Take(Subscriber.Cause(2), One);
        Assert.Equal([verdict], subscriber.Take(Subscriber.Cause(3), One));
    }

    [Fact]
    public void Only_an_accepted_record_moves_the_48_hours()
    {
        var subscriber = new Subscriber();
        subscriber.Take(Subscriber.Cause(1), One);
        subscriber.Clock.Verdict = t => t > Start * 1_000 ? TimeVerdict.TooNew : TimeVerdict.Possible;
        Assert.Equal([Rejected], subscriber.Take(Subscriber.Cause(2), new Support.Usage("z", Start + (2 * Window))));
        Assert.Equal([NotMine], subscriber.Take(Subscriber.Cause(3), new Support.Usage("y", Start + (2 * Window)) { Served = Support.Usage.Number("12345") }));
        Assert.Equal([Duplicate], subscriber.Take(Subscriber.Cause(4), One));
    }

    [Fact]
    public void Times_after_2106_are_remembered_for_48_hours_too_or_not_at_all()
    {
        var subscriber = new Subscriber();
        var far = new Support.Usage("f", 6_000_000_000);
        Assert.Equal([Applied], subscriber.Take(Subscriber.Cause(1), far));
        Assert.Contains(subscriber.Take(Subscriber.Cause(2), far)[0], new[] { Applied, Duplicate });
        Assert.Equal(subscriber.Bytes, Entity<SubscriberState>.BytesOf(subscriber.ReadBack()));
    }

    [Fact]
    public void Equal_records_without_ids_are_told_apart_by_their_place_among_equals()
    {
        var subscriber = new Subscriber();
        var bare = One with { Id = "" };
        Assert.Equal([Applied, Applied, Applied], subscriber.Take(Subscriber.Slice(Subscriber.Cause(1), (0, 0, bare), (1, 1, bare), (2, 0, Other with { Id = "" }))));
        Assert.Equal([Duplicate, Duplicate, Applied], subscriber.Take(Subscriber.Slice(Subscriber.Cause(2), (0, 0, bare), (1, 1, bare), (2, 2, bare))));
        Assert.Equal([Applied], subscriber.Take(Subscriber.Slice(Subscriber.Cause(1, source: 2), (0, 0, bare))));
        // What stands in for the id survives the snapshot and the log alike.
        subscriber.State = subscriber.Refold();
        Assert.Equal([Duplicate], subscriber.Take(Subscriber.Slice(Subscriber.Cause(3), (0, 2, bare))));
    }

    [Fact]
    public void Whose_number_it_was_is_asked_as_of_when_the_batch_was_first_seen()
    {
        var subscriber = new Subscriber(hold: false);
        var number = Support.Usage.DefaultNumber;
        subscriber.Hold(number, Start, Start + 100, "s1", recordedAt: 10);
        subscriber.Hold(number, Start + 50, NumberAssignment.Forever, "s2", recordedAt: 20);

        Assert.Equal(NotMine, Ask(Start, asOf: 9));
        Assert.Equal(Applied, Ask(Start, asOf: 10));
        Assert.Equal(NotMine, Ask(Start - 1, asOf: 10));
        Assert.Equal(Applied, Ask(Start + 99, asOf: 19));
        Assert.Equal(NotMine, Ask(Start + 100, asOf: 19));
        Assert.Equal(NotMine, Ask(Start + 99, asOf: 20));
        Assert.Equal(Applied, Ask(Start + 49, asOf: 20));
        Assert.Equal(NotMine, Ask(Start, asOf: 100, Support.Usage.Number("8613900000001", NumberKind.Imsi)));

        RecordVerdict Ask(long time, long asOf, PackedNumber? served = null)
        {
            var record = new Support.Usage("r" + time + "/" + asOf, time) { Served = served ?? number };
            return subscriber.Take(Subscriber.Slice(Subscriber.Cause(subscriber.State.Version + 1), asOf, (0, 0, record)))[0];
        }
    }

    [Fact]
    public void Not_mine_is_no_outcome_and_writes_nothing()
    {
        var subscriber = new Subscriber(hold: false);
        var before = subscriber.Bytes;
        Assert.Equal([NotMine], subscriber.Take(Subscriber.Cause(1), One));
        Assert.Equal(0, subscriber.NewCount);
        Assert.Equal(before, subscriber.Bytes);
        // Asked again once the number is known to be its own, the same slice is judged.
        subscriber.Hold(Support.Usage.DefaultNumber, 0, NumberAssignment.Forever, "s1", 0);
        Assert.Equal([Applied], subscriber.Take(Subscriber.Cause(1), One));
    }

    [Fact]
    public void A_slice_of_mine_and_not_mine_keeps_what_is_mine_only()
    {
        var subscriber = new Subscriber();
        var foreign = One with { Id = "f", Served = Support.Usage.Number("12345") };
        Assert.Equal([NotMine, Applied, NotMine], subscriber.Take(Subscriber.Cause(1), foreign, One, foreign));
        Assert.Equal(1, EntryView.Read(subscriber.Entries[^1]).Facts.Count);
        Assert.Equal([NotMine, Applied, NotMine], subscriber.Take(Subscriber.Cause(1), foreign, One, foreign));
        Assert.Equal(0, subscriber.NewCount);
    }

    [Fact]
    public void Impossible_times_are_rejected_with_their_reason_and_do_not_move_the_clock()
    {
        var subscriber = new Subscriber();
        subscriber.Clock.Verdict = t => t < Start * 1_000 ? TimeVerdict.TooOld : t > Start * 1_000 ? TimeVerdict.TooNew : TimeVerdict.Possible;
        Assert.Equal([Rejected, Applied, Rejected], subscriber.Take(Subscriber.Cause(1), One with { Id = "o", Start = Start - 1 }, One, One with { Id = "n", Start = Start + 1 }));
        Assert.Equal([RejectReason.TooOld, RejectReason.None, RejectReason.TooNew], subscriber.Reasons);
        Assert.Equal([Start * 1_000], subscriber.Clock.Observed);
        Assert.Equal(Start, subscriber.State.LastUsage);

        // A rejected record has its outcome: it is not judged again when the clock has moved on.
        subscriber.Clock.Verdict = _ => TimeVerdict.Possible;
        Assert.Equal([Rejected, Applied, Rejected], subscriber.Take(Subscriber.Cause(1), One with { Id = "o", Start = Start - 1 }, One, One with { Id = "n", Start = Start + 1 }));
        Assert.Equal([RejectReason.TooOld, RejectReason.None, RejectReason.TooNew], subscriber.Reasons);
    }

    [Fact]
    public void Thousands_of_records_of_one_subscriber_in_a_batch_are_judged_as_a_few_are()
    {
        var subscriber = new Subscriber();
        var records = Enumerable.Range(0, 10_000).Select(i => new Support.Usage("r" + (i % 6_000), Start + (i % 6_000)) { Duration = i >= 8_000 ? 1UL : 0 }).ToArray();
        var verdicts = subscriber.Take(Subscriber.Cause(1), records);
        Assert.Equal(6_000, verdicts.Count(v => v == Applied));
        Assert.Equal(2_000, verdicts.Count(v => v == Duplicate));
        Assert.Equal(2_000, verdicts.Count(v => v == Conflict));
        Assert.Equal(verdicts, subscriber.Take(Subscriber.Cause(1), records));
        Assert.Equal(0, subscriber.NewCount);
    }
}
