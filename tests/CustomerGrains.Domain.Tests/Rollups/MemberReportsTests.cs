using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;

namespace CustomerGrains.Domain.Tests.Rollups;

/// <summary>What a line owes its roll-ups, whatever became of what it was told before.</summary>
public sealed class MemberReportsTests
{
    private const long Start = 1_767_225_600; // 2026-01-01
    private const long Hour = 3_600;

    [Fact]
    public void A_line_is_a_member_of_what_it_is_linked_to_and_of_nothing_else()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var line = Line();
            var facts = new List<BusinessFact>();
            var rollups = new Dictionary<RollupTarget, Dictionary<string, MemberReport>>();
            var held = new List<(RollupTarget Target, long Version)>();
            for (var step = 0; step < 60; step++)
            {
                line.Clock.Now += random.Next(3) * Hour * 1_000;
                var told = Enumerable.Range(0, random.Next(8) == 0 ? 12 : 1).Select(i => Link(random, line.Clock.Now / 1_000, step * 12 + i)).ToArray();
                var verdicts = line.Record(told);
                facts.AddRange(told.Where((_, i) => verdicts[i].Outcome == Outcome.Applied));
                // What is not delivered now is made again, of the state as it is then.
                if (random.Next(2) == 0) Deliver(line, rollups, held, random);
            }
            line.Clock.Now += 200 * Hour * 1_000;
            var reports = Deliver(line, rollups, held, random: null);

            var now = line.Clock.Now / 1_000;
            var link = facts.OfType<CustomerLinked>().Where(f => f.Time <= now).MaxBy(static f => f.Time);
            var groups = line.State.Relationship!.At(now).Groups.Select(static g => new RollupTarget(RollupKind.Group, g.GroupId));
            var expected = groups.ToHashSet();
            if (link is not null) expected.Add(new RollupTarget(RollupKind.Customer, link.CustomerId));
            if (link is { AccountId.Length: > 0 }) expected.Add(new RollupTarget(RollupKind.Account, link.AccountId));
            Assert.Equal(expected, rollups.Where(static r => r.Value.Values.Any(static m => m.Partial is not null)).Select(static r => r.Key).ToHashSet());
            Assert.Equal(expected, reports.Where(static r => r.Report.Partial is not null).Select(static r => r.Target).ToHashSet());
            Assert.Equal(reports.Count, reports.DistinctBy(static r => r.Target).Count());
            Assert.Empty(line.State.Relationship!.ForgottenTargets);
        }
    }

    [Fact]
    public void Targets_that_go_out_of_memory_before_they_are_told_are_told_nevertheless()
    {
        var line = Line();
        line.Record(new CustomerLinked { Time = Start, SystemOfRecord = "crm", Id = "first", CustomerId = "first", AccountId = "a" });
        Assert.Equal(["customer:first", "account:a"], Reports(line).Select(static r => r.Target.EntityId));
        line.Clock.Now += 10_000;
        line.Record([.. Enumerable.Range(1, 5).Select(i => new CustomerLinked { Time = Start + i, SystemOfRecord = "crm", Id = "n" + i, CustomerId = "c" + i })]);

        var forgotten = Reports(line).Where(static r => r.IsForgotten).ToList();
        Assert.Equal(["customer:first", "account:a", "customer:c1"], forgotten.Select(static r => r.Target.EntityId));
        Assert.All(forgotten, static r => Assert.Null(r.Report.Partial));
        Assert.Equal(line.Bytes, Entity<SubscriberState>.BytesOf(line.ReadBack()));

        line.Take(CauseKind.Tick, [], FactKind.RollupsForgotten, RollupsForgotten.Write([.. forgotten.Select(static r => r.Target)]));
        Assert.DoesNotContain(Reports(line), static r => r.IsForgotten);
        Assert.Equal(line.Bytes, Entity<SubscriberState>.BytesOf(line.Refold()));
    }

    [Fact]
    public void A_word_that_comes_late_forgets_nothing_that_was_named_and_let_go_again_since()
    {
        var line = Line();
        var target = new RollupTarget(RollupKind.Customer, "first");
        LinkAll("first", "1", "2", "3", "4");
        var told = Reports(line).Single(r => r.Target == target).Report;
        Assert.True(line.State.Relationship!.IsForgottenBy(target, told.Version));
        Assert.False(line.State.Relationship.IsForgottenBy(new RollupTarget(RollupKind.Account, "first"), told.Version));
        LinkAll("first", "5", "6", "7", "8");
        Assert.Contains(target, line.State.Relationship.ForgottenTargets);
        Assert.False(line.State.Relationship.IsForgottenBy(target, told.Version));
        Assert.True(line.State.Relationship.IsForgottenBy(target, line.State.Version));
        // Nor does a snapshot know better.
        Assert.False(line.ReadBack().Relationship!.IsForgottenBy(target, told.Version));
        Assert.True(line.ReadBack().Relationship!.IsForgottenBy(target, line.State.Version));

        void LinkAll(params string[] customers)
        {
            foreach (var customer in customers)
            {
                line.Clock.Now += 1_000;
                line.Record(new CustomerLinked { Time = line.Clock.Now / 1_000, SystemOfRecord = "crm", Id = customer + line.Clock.Now, CustomerId = customer });
            }
        }
    }

    [Fact]
    public void What_lies_ahead_is_no_membership_yet_and_no_parting_either()
    {
        var line = Line();
        line.Record(
            new CustomerLinked { Time = Start, SystemOfRecord = "crm", CustomerId = "now" },
            new CustomerLinked { Time = Start + 10 * Hour, SystemOfRecord = "crm", CustomerId = "later" });
        Assert.Equal("customer:now", Assert.Single(Reports(line)).Target.EntityId);
        line.Clock.Now += 10 * Hour * 1_000;
        var moved = Reports(line);
        Assert.Equal([("customer:later", true), ("customer:now", false)], moved.Select(static r => (r.Target.EntityId, r.Report.Partial is not null)));
    }

    [Fact]
    public void What_it_contributes_is_what_its_classes_and_facts_say()
    {
        var line = Line();
        line.Record(
            new CustomerLinked { Time = Start - 100 * Hour, SystemOfRecord = "crm", CustomerId = "c", AccountId = "a" },
            new MembershipChanged { Time = Start - 100 * Hour, SystemOfRecord = "crm", GroupId = "g", GroupKind = GroupKind.Family, IsKeyMember = true },
            new BillIssued { Time = Start, SystemOfRecord = "billing", Month = (2025 * 12) + 11, NetMicros = 120_000_000 },
            new BillIssued { Time = Start, SystemOfRecord = "billing", Month = (2025 * 12) + 10, NetMicros = 100_000_000 },
            new BillAdjusted { Time = Start, SystemOfRecord = "billing", Month = (2025 * 12) + 10, AmountMicros = -10_000_000 },
            new ArrearsReported { Time = Start, SystemOfRecord = "billing", AmountMicros = 7_000_000, SinceTime = Start - 50 * Hour },
            new StatusChanged { Time = Start, SystemOfRecord = "crm", Status = SubscriberStatus.Suspended });
        var insight = InsightOf(line);
        var partial = Reports(line).Single(static r => r.Target.Kind == RollupKind.Customer).Report.Partial!;
        Assert.Equal(
            (SubscriberStatus.Suspended, insight.Value, insight.Retention, insight.ChurnBand, false, (2026 * 12) + 0),
            (partial.Status, partial.Value, partial.Retention, partial.ChurnBand, partial.IsKeyMember, partial.Month));
        Assert.Equal((120_000_000, 90_000_000, insight.Inputs.LifeCycle.AverageBillMicros), (partial.BillMicros, partial.BillBeforeMicros, partial.AverageBillMicros));
        Assert.Equal((7_000_000, Start - 50 * Hour), (partial.ArrearsMicros, partial.ArrearsSince));
        Assert.Equal(insight.ChurnScore!.Value.Probability, partial.ChurnMillionths!.Value / 1e6, 6);
        Assert.Equal(insight.Inputs.MidHighEnd.Bills[1], partial.BillMicros);
        Assert.True(Reports(line).Single(static r => r.Target.Kind == RollupKind.Group).Report.Partial!.IsKeyMember);
        Assert.Equal(3, Reports(line).Count);
    }

    [Fact]
    public void A_line_that_left_brings_nothing_in_and_its_last_months_do_not_stay_its_last()
    {
        var line = Line();
        line.Record(
            new CustomerLinked { Time = Start, SystemOfRecord = "crm", CustomerId = "c" },
            new BillIssued { Time = Start, SystemOfRecord = "billing", Month = (2025 * 12) + 11, NetMicros = 120_000_000 },
            new StatusChanged { Time = Start, SystemOfRecord = "crm", Status = SubscriberStatus.Terminated });
        line.Clock.Now += 100 * 24 * Hour * 1_000;
        var partial = Assert.Single(Reports(line)).Report.Partial!;
        Assert.Equal((0, 0, false, 0), (partial.BillMicros, partial.BillBeforeMicros, partial.IsOnNetwork, partial.ValueAtRiskMicros));
        Assert.NotEqual(0, partial.AverageBillMicros);
    }

    [Fact]
    public void Who_names_nobody_costs_nothing()
    {
        var line = Line();
        line.Record(new BillIssued { Time = Start, SystemOfRecord = "billing", Month = (2025 * 12) + 11, NetMicros = 1 });
        var (state, insight, calendar, ties) = (line.State, InsightOf(line), line.Parameters.Calendar, line.State.Relationship!.At(Start));
        MemberReports.Of(state, ties, insight, calendar);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            if (MemberReports.Of(state, ties, insight, calendar).Count > 0 || MemberReports.Of(state, null, insight, calendar).Count > 0) Assert.Fail("It owes something.");
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Subscriber Line()
    {
        var line = new Subscriber(new FoldParameters("UTC"));
        line.Clock.Now = Start * 1_000;
        line.Register(new SubscriberProfile(Start - 400 * 24 * Hour, "p", "", ""));
        return line;
    }

    private static Insight InsightOf(Subscriber line)
    {
        var scorer = new ChurnScorer(DefaultChurnFormula.Formula);
        return Insight.Of(line.State, Policy.Default, line.Parameters, Math.Max(line.Clock.Now, line.State.Now), new InsightOptions { Scorer = scorer });
    }

    private static IReadOnlyList<TargetedReport> Reports(Subscriber line)
    {
        var insight = InsightOf(line);
        return MemberReports.Of(line.State, line.State.Relationship?.At(insight.Now / 1_000), insight, line.Parameters.Calendar);
    }

    /// <param name="held">What the subscriber has still to hear of what was told.</param>
    /// <param name="random">Whether the subscriber hears that it was told, or does later; null = it does, of everything.</param>
    private static IReadOnlyList<TargetedReport> Deliver(
        Subscriber line, Dictionary<RollupTarget, Dictionary<string, MemberReport>> rollups, List<(RollupTarget Target, long Version)> held, Random? random)
    {
        // Late words come before this delivery, of whatever the subscriber is by now.
        Hear(random is null ? held.Count : random.Next(held.Count + 1));
        var reports = Reports(line);
        foreach (var report in reports)
        {
            if (!rollups.TryGetValue(report.Target, out var members)) rollups.Add(report.Target, members = []);
            if (report.Report.Supersedes(members.GetValueOrDefault(report.Report.SubscriberId))) members[report.Report.SubscriberId] = report.Report;
        }
        held.AddRange(reports.Where(static r => r.IsForgotten).Select(static r => (r.Target, r.Report.Version)));
        if (random?.Next(3) != 0) Hear(held.Count);
        return reports;

        void Hear(int count)
        {
            List<RollupTarget> told = [.. held.Take(count).Where(h => line.State.Relationship!.IsForgottenBy(h.Target, h.Version)).Select(static h => h.Target).Distinct()];
            held.RemoveRange(0, count);
            if (told.Count > 0) line.Take(CauseKind.Tick, [], FactKind.RollupsForgotten, RollupsForgotten.Write(told), line.Clock.Now);
        }
    }

    private static BusinessFact Link(Random random, long now, int number)
    {
        // Late, just now, or ahead; no two at the same second.
        var (time, id) = ((now / Hour * Hour) + (random.Next(-20, 10) * Hour) + number, $"f{number}");
        return random.Next(2) == 0
            ? new CustomerLinked { Time = time, SystemOfRecord = "crm", Id = id, CustomerId = "c" + random.Next(5), AccountId = random.Next(3) == 0 ? "" : "a" + random.Next(4) }
            : new MembershipChanged { Time = time, SystemOfRecord = "crm", Id = id, GroupId = "g" + random.Next(20), GroupKind = GroupKind.Club, Left = random.Next(3) == 0 };
    }
}
