using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Tests.Relationships;

/// <summary>What is read at random times against an oracle that has all the facts and recomputes everything.</summary>
public class RelationshipOracleTests
{
    private const long Day = 86_400;
    private const long Start = SampleFacts.Start;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Bills_arrears_measures_and_dated_values_are_what_the_facts_say(int seed)
    {
        var random = new Random(seed);
        var calendar = new Calendar("Europe/London");
        var line = new Subscriber(new FoldParameters("Europe/London"));
        // Everything is in the past when it is told, so that nothing is refused; what is read lies before and behind.
        line.Clock.Now = (Start + 2_000 * Day) * 1_000;
        line.Register(new SubscriberProfile(Start, "registered", "", ""));
        var facts = new List<BusinessFact>();
        for (var i = 0; i < 120; i++)
        {
            var fact = Random(random, i);
            // Few enough of each kind that none is forgotten, but bills, of which 14 months are kept.
            if (fact is not (BillIssued or BillAdjusted) && facts.Count(f => f.Kind == fact.Kind) >= FactRules.Of(fact.Kind).Kept) continue;
            facts.Add(fact);
        }
        foreach (var some in Shuffled(facts, random).Chunk(7)) Assert.All(line.Record(some), v => Assert.Equal(Outcome.Applied, v.Outcome));

        var relationship = line.ReadBack().Relationship!;
        for (var round = 0; round < 60; round++)
        {
            var now = Start + random.NextInt64(-10, 500) * Day + random.Next(3);
            var view = relationship.At(now);
            Assert.Equal(ExpectedBills(facts), view.Bills.Select(b => (b.Month, b.NetMicros, b.AdjustedMicros)));
            Assert.Equal(Latest<PlanChanged>(facts, now)?.Plan ?? "registered", line.State.PlanAt(now));
            Assert.Equal(Latest<StatusChanged>(facts, now)?.Status ?? SubscriberStatus.Active, view.Status);
            Assert.Equal(ExpectedMeasures(facts, now), view.Measures.Select(m => m.MeasureId).Order());
            var arrears = facts.OfType<ArrearsReported>().OrderBy(f => f.Time).ThenBy(f => f.ToBytes(), Bytes).LastOrDefault();
            Assert.Equal(arrears is { AmountMicros: > 0 } ? Math.Max(0, (now - Math.Min(arrears.Time, arrears.SinceTime == 0 ? arrears.Time : arrears.SinceTime)) / Day) : 0, view.ArrearsDays);
            Assert.Equal(facts.Where(f => f.Time > now && FactRules.Of(f.Kind).MayBeAhead).Select(f => f.Id).Order(), view.Held.Select(f => f.Id).Order());
        }
        Assert.NotEmpty(relationship.Sums.ToArray());
        Assert.Equal(
            facts.OfType<PaymentReceived>().GroupBy(f => Calendar.MonthOf(calendar.DayOf(f.Time))).OrderBy(g => g.Key).TakeLast(14).Select(g => (g.Key, g.Count(), g.Sum(f => f.AmountMicros))),
            relationship.At(Start).Sums(MonthSumKind.Payments).Select(s => (s.Month, s.Count, s.Amount)));
    }

    private static readonly Comparer<byte[]> Bytes = Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b));

    private static BusinessFact Random(Random random, int i)
    {
        // No two at the same time: which of them stands is another test's.
        var header = new FactHeader(Start + i + random.Next(400) * Day, "crm", "f" + i);
        var month = 2025 * 12 + random.Next(13) - 12 + (int)((header.Time - Start) / Day / 31);
        return random.Next(8) switch
        {
            0 or 1 => new BillIssued { Header = header, Month = month, NetMicros = random.Next(100) },
            2 => new BillAdjusted { Header = header, Month = month, AmountMicros = random.Next(-50, 50) },
            3 => new PlanChanged { Header = header, Plan = "p" + random.Next(4) },
            4 => new MeasureJoined { Header = header, MeasureId = "m" + random.Next(4), MeasureKind = MeasureKind.FamilyPlan, EndTime = random.Next(2) == 0 ? 0 : header.Time + random.Next(100) * Day },
            5 => new MeasureLeft { Header = header, MeasureId = "m" + random.Next(4) },
            6 => new ArrearsReported { Header = header, AmountMicros = random.Next(3), SinceTime = random.Next(2) == 0 ? 0 : header.Time - random.Next(60) * Day },
            _ => random.Next(2) == 0 ? new PaymentReceived { Header = header, AmountMicros = random.Next(1_000) } : new StatusChanged { Header = header, Status = (SubscriberStatus)random.Next(1, 3) },
        };
    }

    private static IEnumerable<(int, long, long)> ExpectedBills(List<BusinessFact> facts)
    {
        var adjusted = facts.OfType<BillAdjusted>().GroupBy(f => f.Month).OrderBy(g => g.Key).ToList();
        var latest = adjusted.Count > 0 ? adjusted[^1].Key : 0;
        return facts.OfType<BillIssued>().GroupBy(f => f.Month).OrderBy(g => g.Key).TakeLast(14)
            .Select(g => (g.Key, g.MaxBy(f => f.Time)!.NetMicros, adjusted.Where(a => a.Key == g.Key && a.Key > latest - 14).Sum(a => a.Sum(f => f.AmountMicros))));
    }

    private static T? Latest<T>(List<BusinessFact> facts, long now) where T : BusinessFact => facts.OfType<T>().Where(f => f.Time <= now).MaxBy(f => f.Time);

    private static IEnumerable<string> ExpectedMeasures(List<BusinessFact> facts, long now) =>
        facts.OfType<MeasureJoined>().Where(f => f.Time <= now).GroupBy(f => f.MeasureId).Select(g => g.MaxBy(f => f.Time)!)
            .Where(m => (m.EndTime == 0 || now < m.EndTime) && !facts.OfType<MeasureLeft>().Any(l => l.MeasureId == m.MeasureId && l.Time >= m.Time && l.Time <= now))
            .Select(m => m.MeasureId).Order();

    private static BusinessFact[] Shuffled(List<BusinessFact> facts, Random random)
    {
        BusinessFact[] shuffled = [.. facts];
        random.Shuffle(shuffled);
        return shuffled;
    }
}
