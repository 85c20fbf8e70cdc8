using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Domain.Tests.Support;

namespace CustomerGrains.Domain.Tests.Rollups;

/// <summary>Reports in any order, split and doubled; totals and pages against the plainest way to find them.</summary>
public sealed class RollupStateTests
{
    private const int Month = 24_312; // January 2026

    [Fact]
    public void Any_order_and_number_of_deliveries_gives_the_latest_of_each_member()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var all = Enumerable.Range(0, random.Next(1, 60)).Select(_ => Report(random, random.Next(8))).DistinctBy(static r => (r.SubscriberId, r.Version, r.AsOf)).ToList();
            var expected = all.GroupBy(static r => r.SubscriberId).Select(static g => g.MaxBy(static r => (r.Version, r.AsOf))!).OrderBy(static r => r.SubscriberId, StringComparer.Ordinal).ToList();
            for (var run = 0; run < 3; run++)
            {
                var rollup = new Entity<RollupState>("rollup/customer:c");
                var sent = all.Concat(all.Where(_ => random.Next(3) == 0)).ToArray();
                random.Shuffle(sent);
                foreach (var batch in sent.Chunk(random.Next(1, 9))) Take(rollup, batch);
                Assert.Equal(expected, rollup.State.Reports);
                Assert.Equal(rollup.Bytes, Entity<RollupState>.BytesOf(rollup.ReadBack()));
                Assert.Equal(rollup.Bytes, Entity<RollupState>.BytesOf(rollup.Refold()));
                Assert.Empty(rollup.State.New(sent));
            }
        }
    }

    [Fact]
    public void A_report_that_comes_late_does_not_bring_back_who_left()
    {
        var rollup = new Entity<RollupState>("rollup/group:g");
        var joined = new MemberReport("s", 4, 10, new MemberPartial { Status = SubscriberStatus.Active });
        Take(rollup, [new MemberReport("s", 5, 10, null)]);
        Assert.Empty(rollup.State.New([joined]));
        Take(rollup, [joined]);
        Assert.Equal(0, RollupTotals.Of(rollup.State.Reports, Month).Members);
    }

    [Theory]
    [InlineData(5, 10, false)]
    [InlineData(4, 99, false)]
    [InlineData(5, 9, false)]
    [InlineData(5, 11, true)]
    [InlineData(6, 1, true)]
    public void What_is_not_newer_changes_nothing(long version, long asOf, bool isNew)
    {
        var before = new MemberReport("s", 5, 10, new MemberPartial { Status = SubscriberStatus.Active });
        Assert.Equal(isNew, (before with { Version = version, AsOf = asOf }).Supersedes(before));
    }

    [Fact]
    public void Of_the_same_version_and_time_the_later_word_stands_if_it_says_something_else()
    {
        var before = new MemberReport("s", 5, 10, new MemberPartial { ChurnMillionths = 1 });
        Assert.True((before with { Partial = new MemberPartial { ChurnMillionths = 2 } }).Supersedes(before));
        Assert.False((before with { Partial = new MemberPartial { ChurnMillionths = 1 } }).Supersedes(before));
    }

    [Fact]
    public void Totals_are_what_the_members_add_up_to()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var reports = Enumerable.Range(0, random.Next(80)).Select(i => Report(random, i)).ToList();
            var totals = RollupTotals.Of(reports, Month);
            var members = reports.Where(static r => r.Partial is not null).Select(static r => (r.SubscriberId, P: r.Partial!)).ToList();
            var on = members.Where(static m => m.P.Status != SubscriberStatus.Terminated).ToList();
            var risky = on.Where(static m => m.P.ChurnBand == ChurnBand.High).ToList();
            Assert.Equal(members.Count, totals.Members);
            Assert.Equal(Count(members.Select(static m => (int)m.P.Status), 4), totals.ByStatus);
            Assert.Equal(Count(on.Select(static m => (int)m.P.Value), 6), totals.ByValue);
            Assert.Equal(Count(on.Select(static m => (int)m.P.Retention), 5), totals.ByRetention);
            Assert.Equal(Count(on.Select(static m => (int)m.P.ChurnBand), 4), totals.ByChurnBand);
            Assert.Equal(Count(on.Select(static m => Math.Min(3, m.P.Measures)), 4), totals.ByMeasures);
            Assert.Equal((members.Count(static m => m.P.IsKeyMember), risky.Count(static m => m.P.IsKeyMember), risky.Count), (totals.KeyMembers, totals.KeyMembersAtRisk, totals.MembersAtRisk));
            Assert.Equal(members.Sum(static m => m.P.Month == Month ? m.P.ChargeMicros : 0), totals.ChargeMicros);
            Assert.Equal(members.Sum(static m => m.P.Month == Month ? m.P.BillMicros : m.P.Month == Month - 1 ? Math.Max(0, m.P.ChargeMicros) : 0), totals.BillMicros);
            Assert.Equal(on.Sum(static m => m.P.AverageBillMicros), totals.AverageBillMicros);
            Assert.Equal(on.Sum(static m => m.P.MarginMicros), totals.MarginMicros);
            Assert.Equal(members.Sum(static m => m.P.ArrearsMicros), totals.ArrearsMicros);
            Assert.Equal(members.Where(static m => m.P.ArrearsMicros > 0).Select(static m => m.P.ArrearsSince).DefaultIfEmpty(0).Min(), totals.ArrearsSince);
            Assert.Equal(on.Sum(static m => (long)((Int128)Math.Max(0, m.P.AverageBillMicros) * (m.P.ChurnMillionths ?? 0) / 1_000_000)), totals.ValueAtRiskMicros);
            Assert.Equal(risky.OrderByDescending(static m => m.P.ValueAtRiskMicros).ThenBy(static m => m.SubscriberId, StringComparer.Ordinal).Take(20).Select(static m => m.SubscriberId), totals.AtRisk.Select(static m => m.SubscriberId));

            var writer = new ByteWriter();
            totals.WriteTo(writer);
            var again = new ByteWriter();
            RollupTotals.Read(writer.Written).WriteTo(again);
            Assert.Equal(writer.ToArray(), again.ToArray());
            var parts = reports.Chunk(7).Select(part => RollupTotals.Of(part, Month)).Append(RollupTotals.Of([], Month)).ToList();
            var sum = new ByteWriter();
            RollupTotals.Sum(parts).WriteTo(sum);
            Assert.Equal(writer.ToArray(), sum.ToArray());
        }
    }

    [Fact]
    public void Sums_stay_at_the_largest_number()
    {
        var huge = new MemberPartial { Status = SubscriberStatus.Active, Month = Month, ChargeMicros = long.MaxValue, MarginMicros = long.MinValue };
        var totals = RollupTotals.Of([new MemberReport("a", 1, 1, huge), new MemberReport("b", 1, 1, huge)], Month);
        Assert.Equal((long.MaxValue, long.MinValue), (totals.ChargeMicros, totals.MarginMicros));
        Assert.Equal(long.MaxValue, RollupTotals.Sum([totals, totals]).ChargeMicros);
        Assert.Throws<ArgumentException>(() => RollupTotals.Sum([totals, RollupTotals.Of([], Month + 1)]));
    }

    [Fact]
    public void A_month_that_has_passed_with_no_word_is_the_last_one()
    {
        var partial = new MemberPartial { Month = Month, ChargeMicros = 5, BillMicros = 3, BillBeforeMicros = 2 };
        Assert.Equal((5, 3, 2), partial.SeenFrom(Month));
        Assert.Equal((0, 5, 3), partial.SeenFrom(Month + 1));
        Assert.Equal((0, 0, 5), partial.SeenFrom(Month + 2));
        Assert.Equal((0, 0, 0), partial.SeenFrom(Month + 3));
        Assert.Equal((0, 0, 3), (partial with { ChargeMicros = -5 }).SeenFrom(Month + 1));
    }

    [Theory]
    [InlineData(MemberOrder.ValueAtRisk)]
    [InlineData(MemberOrder.AverageBill)]
    [InlineData(MemberOrder.SubscriberId)]
    public void Pages_make_up_the_whole_list_and_go_on_behind_what_was_seen(MemberOrder order)
    {
        var random = new Random(7);
        var rollup = new Entity<RollupState>("rollup/group:g");
        Take(rollup, [.. Enumerable.Range(0, 300).Select(i => Report(random, i))]);
        var expected = rollup.State.Reports.Where(static r => r.Partial is not null)
            .OrderByDescending(r => order switch { MemberOrder.ValueAtRisk => r.Partial!.ValueAtRiskMicros, MemberOrder.AverageBill => r.Partial!.AverageBillMicros, _ => 0 })
            .ThenBy(static r => r.SubscriberId, StringComparer.Ordinal).Select(static r => r.SubscriberId).ToList();
        foreach (var size in (int[])[1, 7, 100, 1_000])
        {
            var seen = new List<string>();
            MemberCursor? after = null;
            while (rollup.State.Page(order, after, size) is { Count: > 0 } page)
            {
                Assert.True(page.Count <= size);
                seen.AddRange(page.Select(static m => m.SubscriberId));
                after = MemberCursor.Of(order, page[^1].SubscriberId, page[^1].Partial);
            }
            Assert.Equal(expected, seen);
        }
    }

    [Fact]
    public void A_large_group_stays_small_on_disk()
    {
        const int Members = 10_000;
        var random = new Random(3);
        var rollup = new Entity<RollupState>("rollup/group:g");
        foreach (var batch in Enumerable.Range(0, Members).Select(i => Report(random, i, $"s-{i:00000000}")).Chunk(MembersReported.MaxReports)) Take(rollup, batch);
        Assert.All(rollup.Entries, static entry => Assert.InRange(entry.Length, 1, 80_000));
        Assert.InRange(rollup.Bytes.Length / Members, 20, 70);
        // A change costs what changed, not what is there.
        Take(rollup, [new MemberReport("s-00000007", 1_000, 1, null)]);
        Assert.InRange(rollup.Entries[^1].Length, 1, 80);
    }

    private static List<long> Count(IEnumerable<int> codes, int values)
    {
        var list = codes.ToList();
        return [.. Enumerable.Range(0, values).Select(value => (long)list.Count(code => code == value))];
    }

    private static void Take(Entity<RollupState> rollup, IReadOnlyCollection<MemberReport> reports) =>
        rollup.Take(CauseKind.Tick, [], FactKind.MembersReported, MembersReported.Write(reports));

    private static MemberReport Report(Random random, int member, string? id = null)
    {
        var partial = random.Next(6) == 0 ? null : new MemberPartial
        {
            Status = (SubscriberStatus)random.Next(1, 4),
            Value = (ValueClass)random.Next(6),
            Retention = (RetentionClass)random.Next(5),
            ChurnBand = (ChurnBand)random.Next(4),
            IsKeyMember = random.Next(4) == 0,
            Measures = random.Next(6),
            ChurnMillionths = random.Next(5) == 0 ? null : random.Next(1_000_001),
            Month = Month - random.Next(4),
            ChargeMicros = random.NextInt64(-5_000_000, 200_000_000),
            BillMicros = random.NextInt64(300_000_000),
            BillBeforeMicros = random.NextInt64(300_000_000),
            AverageBillMicros = random.Next(3) * 100_000_000L,
            MarginMicros = random.NextInt64(-50_000_000, 200_000_000),
            ArrearsMicros = random.Next(3) == 0 ? random.NextInt64(1, 90_000_000) : 0,
            ArrearsSince = 1_760_000_000 + random.Next(1_000_000),
        };
        return new MemberReport(id ?? "s" + member, random.Next(1, 6), random.Next(1, 4), partial is { ArrearsMicros: 0 } ? partial with { ArrearsSince = 0 } : partial);
    }
}
