using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;
using static CustomerGrains.Domain.Facts.Outcome;

namespace CustomerGrains.Domain.Tests.Relationships;

/// <summary>What becomes of facts besides the table: what counts once, what is held and how much of it.</summary>
public class FactJudgementTests
{
    private const long Day = 86_400;
    private const long Now = SampleFacts.Start;

    private static readonly PaymentReceived Payment = new() { Time = Now - 100, SystemOfRecord = "finance", Id = "p1", AmountMicros = 5 };

    [Fact]
    public void The_same_id_of_a_system_counts_once_and_the_first_content_stands()
    {
        var line = Line();
        Assert.Equal([(Applied, RejectReason.None)], line.Record(Payment));
        var before = line.Aggregates;
        Assert.Equal([(Duplicate, RejectReason.None), (Conflict, RejectReason.None)], line.Record(Payment, Payment with { AmountMicros = 6 }));
        Assert.Equal(before, line.Aggregates);
        Assert.Equal([(Applied, RejectReason.None)], line.Record(Payment with { SystemOfRecord = "channel" }));
        Assert.Equal([new MonthSum(MonthSumKind.Payments, 2025 * 12, 2, 10)], line.State.Relationship!.Sums.ToArray());
    }

    [Fact]
    public void Feed_and_requests_know_each_others_ids()
    {
        var line = Line();
        var second = Payment with { Id = "p2" };
        Assert.Equal([RecordVerdict.Applied], line.Take(Told.Slice(Subscriber.Cause(1), (0, 0, Payment))));
        Assert.Equal([(Duplicate, RejectReason.None)], line.Record(Payment));
        line.Record(second);
        Assert.Equal([RecordVerdict.Duplicate, RecordVerdict.Conflict], line.Take(Told.Slice(Subscriber.Cause(2), (0, 0, second), (1, 0, second with { Time = Now }))));
        Assert.Equal([RecordVerdict.Applied, RecordVerdict.Duplicate], line.Take(Told.Slice(Subscriber.Cause(3), (0, 0, Payment with { Id = "p3" }), (1, 0, Payment with { Id = "p3" }))));
    }

    [Fact]
    public void Equal_facts_without_an_id_are_told_apart_by_their_place_among_equals()
    {
        var line = Line();
        var bare = Payment with { Id = "" };
        Assert.All(line.Record(bare, bare), v => Assert.Equal(Applied, v.Outcome));
        Assert.Equal([Duplicate, Duplicate, Applied], line.Record(bare, bare, bare).Select(v => v.Outcome));
        line.State = line.Refold();
        Assert.Equal([Duplicate], line.Record(bare).Select(v => v.Outcome));
        Assert.Equal(3, Assert.Single(line.State.Relationship!.Sums.ToArray()).Count);
    }

    [Fact]
    public void An_id_is_known_for_48_hours_after_it_was_taken_however_old_the_fact()
    {
        var line = Line();
        var old = Payment with { Time = Now - 300 * Day };
        line.Record(old);
        line.Clock.Now += (48 * 3_600 - 1) * 1_000;
        line.Record(Payment with { Id = "later" });
        Assert.Equal(Duplicate, line.Record(old)[0].Outcome);
        line.Clock.Now += 1_000;
        line.Record(Payment with { Id = "later still" });
        Assert.Equal(Applied, line.Record(old)[0].Outcome);
    }

    [Fact]
    public void What_was_taken_stays_taken_when_the_line_is_terminated()
    {
        var line = Line();
        var plan = new PlanChanged { Time = Now - 10, SystemOfRecord = "crm", Id = "x", Plan = "b" };
        line.Record(plan);
        line.Record(new StatusChanged { Time = Now - 20, SystemOfRecord = "crm", Status = SubscriberStatus.Terminated });
        Assert.Equal([(Duplicate, RejectReason.None), (Rejected, RejectReason.StatusDoesNotAllow)], line.Record(plan, plan with { Id = "y" }));
        // What happened before it ended can still be told.
        Assert.Equal([(Applied, RejectReason.None)], line.Record(plan with { Id = "z", Time = Now - 21 }));
    }

    [Fact]
    public void A_change_that_lies_ahead_takes_effect_by_itself()
    {
        var line = Line();
        line.Record(
            new PlanChanged { Time = Now + 10 * Day, SystemOfRecord = "crm", Plan = "next" },
            new PlanChanged { Time = Now - Day, SystemOfRecord = "crm", Plan = "since-yesterday" },
            new BrandChanged { Time = Now + Day, SystemOfRecord = "crm", Brand = "gotone" },
            new StatusChanged { Time = Now + 20 * Day, SystemOfRecord = "crm", Status = SubscriberStatus.Terminated });
        var state = line.ReadBack();
        Assert.Equal(("plan", "since-yesterday", "since-yesterday", "next"), (state.PlanAt(Now - Day - 1), state.PlanAt(Now), state.PlanAt(Now + 10 * Day - 1), state.PlanAt(Now + 10 * Day)));
        Assert.Equal(("brand", "gotone"), (state.BrandAt(Now), state.BrandAt(Now + Day)));
        Assert.Equal((SubscriberStatus.Active, SubscriberStatus.Terminated), (state.StatusAt(Now + 20 * Day - 1), state.StatusAt(Now + 20 * Day)));
        Assert.Equal(3, state.Relationship!.At(Now).Held.Count);
        Assert.Single(state.Relationship.At(Now + 10 * Day).Held);
        // By then it will be terminated.
        Assert.Equal(RejectReason.StatusDoesNotAllow, line.Record(new PlanChanged { Time = Now + 21 * Day, SystemOfRecord = "crm", Plan = "late" })[0].Reason);
    }

    [Fact]
    public void So_much_can_be_held_that_what_is_in_force_is_not_lost()
    {
        var line = Line();
        line.Record(new PlanChanged { Time = Now - Day, SystemOfRecord = "crm", Plan = "present" });
        var ahead = Enumerable.Range(1, 4).Select(i => (BusinessFact)new PlanChanged { Time = Now + i * Day, SystemOfRecord = "crm", Plan = "p" + i }).ToArray();
        Assert.Equal([RejectReason.None, RejectReason.None, RejectReason.None, RejectReason.TooManyHeld], line.Record(ahead).Select(v => v.Reason));
        Assert.Equal(RejectReason.TooManyHeld, line.Record(ahead[3])[0].Reason);
        Assert.Equal("present", line.State.PlanAt(Now));

        // Of consent, by channel.
        for (var i = 1; i <= 2; i++) Assert.Equal(Applied, line.Record(Consent(ContactChannel.Sms, i))[0].Outcome);
        Assert.Equal(RejectReason.TooManyHeld, line.Record(Consent(ContactChannel.Sms, 3))[0].Reason);
        Assert.Equal(Applied, line.Record(Consent(ContactChannel.Email, 3))[0].Outcome);

        static ConsentChanged Consent(ContactChannel channel, int days) => new() { Time = Now + days * Day, SystemOfRecord = "crm", Channel = channel, IsAllowed = true };
    }

    [Fact]
    public void Nothing_is_held_for_longer_than_five_years()
    {
        var line = Line();
        var plan = new PlanChanged { Time = Now + FactJudgement.MaxAhead, SystemOfRecord = "crm", Plan = "a" };
        Assert.Equal([(Applied, RejectReason.None), (Rejected, RejectReason.TooNew)], line.Record(plan, plan with { Time = plan.Time + 1 }));
    }

    [Fact]
    public void A_fact_moves_a_clock_that_goes_by_events_unless_it_lies_ahead()
    {
        var line = Line();
        line.Record(Payment, new PlanChanged { Time = Now + Day, SystemOfRecord = "crm", Plan = "a" }, Payment with { Id = "ahead", Time = Now + 2 * Day });
        Assert.Equal([Payment.Time * 1_000, (Now + 2 * Day) * 1_000], line.Clock.Observed);

        var unset = Line();
        unset.Clock.Now = 5;
        unset.State = new Subscriber().State;
        unset.Register(new SubscriberProfile(0, "plan", "", ""));
        Assert.Equal(Applied, unset.Record(new PlanChanged { Time = Now, SystemOfRecord = "crm", Plan = "a" })[0].Outcome);
        Assert.Equal([Now * 1_000], unset.Clock.Observed);
    }

    [Fact]
    public void A_fact_of_another_entity_is_folded_like_any_other()
    {
        var line = Line();
        line.Effect(new CustomerLinked { Time = Now, SystemOfRecord = "crm", CustomerId = "c", AccountId = "a" }, 1);
        Assert.Equal("c", line.State.Relationship!.At(Now).Customer!.CustomerId);
        Assert.True(line.State.IsEffectApplied("customer/c", 1));
        Assert.Equal(line.Bytes, Entity<SubscriberState>.BytesOf(line.Refold()));
    }

    [Fact]
    public void A_request_with_an_id_leaves_an_entry_also_where_nothing_is_taken()
    {
        var line = Line();
        Assert.Equal(Applied, line.Request("r1", Payment)[0].Outcome);
        Assert.Equal(Duplicate, line.Request("r2", Payment)[0].Outcome);
        var entry = EntryView.Read(line.Entries[^1]);
        var cause = FactsCause.Read(entry.Cause, entry.Facts.Count);
        Assert.Equal(("r2", "tester", "because"), (cause.Command.RequestId, cause.Command.Actor, cause.Reason));
        Assert.Equal(line.State.Version, line.State.FindRequest(new CommandCause("r2", "").RequestHash));
        var version = line.State.Version;
        line.Record(Payment);
        Assert.Equal(version, line.State.Version);
    }

    private static Subscriber Line()
    {
        var line = new Subscriber();
        line.Clock.Now = Now * 1_000;
        line.Register(new SubscriberProfile(Now - 400 * Day, "plan", "brand", ""));
        return line;
    }
}
