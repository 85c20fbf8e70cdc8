using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;

namespace CustomerGrains.Domain.Tests.Relationships;

/// <summary>Any order and slicing of the same facts gives the same aggregates, and what was read back goes on the same.</summary>
public class RelationshipOrderTests
{
    private const long Start = SampleFacts.Start;

    [Theory]
    [InlineData(1, 10, 5)]
    [InlineData(2, 60, 40)]
    [InlineData(3, 400, 700)]
    [InlineData(4, 400, 60)]
    [InlineData(5, 1_500, 1_000)]
    [InlineData(6, 1_500, 3)]
    public void Order_and_slicing_leave_no_trace(int seed, int count, int days)
    {
        var random = new Random(seed);
        // Which of two with one id is the first, and what a line that is terminated takes, is a matter of order: left out.
        var facts = Enumerable.Range(0, count).Select(_ => SampleFacts.Random(random, Start, days)).Where(f => f is not StatusChanged { Status: SubscriberStatus.Terminated })
            .DistinctBy(f => (f.SystemOfRecord, f.Id.Length > 0 ? f.Id : f.Kind + Convert.ToHexString(f.ToBytes()))).ToArray();
        var expected = Tell(facts, random).Aggregates;
        for (var round = 0; round < 4; round++)
        {
            random.Shuffle(facts);
            Assert.Equal(expected, Tell(facts, random).Aggregates);
        }
    }

    [Fact]
    public void Of_two_that_say_different_things_of_one_time_the_same_stands_whichever_came_first()
    {
        var (a, b) = (new PlanChanged { Time = Start, SystemOfRecord = "crm", Plan = "a" }, new PlanChanged { Time = Start, SystemOfRecord = "billing", Plan = "b" });
        var (one, other) = (Line(), Line());
        one.Record(a);
        one.Record(b);
        other.Record(b);
        other.Record(a);
        Assert.Equal(one.Aggregates, other.Aggregates);
        Assert.Equal("b", one.State.PlanAt(Start));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Living_on_from_what_was_read_back_gives_the_same_bytes_and_verdicts(int seed)
    {
        var random = new Random(seed);
        var (live, revived) = (Line(), Line());
        for (var step = 1; step <= 300; step++)
        {
            var facts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => SampleFacts.Random(random, Start, 500)).ToArray();
            var request = random.Next(3) == 0 ? "q" + step : "";
            live.Clock.Now = revived.Clock.Now = (Start + step * 40_000L) * 1_000;
            if (random.Next(2) == 0) Assert.Equal(live.Request(request, facts), revived.Request(request, facts));
            else Assert.Equal(live.Take(Slice(step, facts)), revived.Take(Slice(step, facts)));
            Assert.Equal(live.Bytes, revived.Bytes);
            revived.State = revived.ReadBack();
            Assert.Equal(live.Bytes, revived.Bytes);
        }
        Assert.Equal(live.Bytes, Entity<SubscriberState>.BytesOf(live.Refold()));
        Assert.True(live.State.Version > 100);
    }

    [Fact]
    public void Whatever_is_told_the_state_stays_bounded()
    {
        var random = new Random(7);
        var line = Line();
        for (var batch = 0; batch < 100; batch++) line.Record([.. Enumerable.Range(0, 100).Select(_ => SampleFacts.Random(random, Start, 1_000) with { Id = "" })]);
        Assert.All(line.State.Relationship!.Facts().GroupBy(f => f.Kind), g => Assert.InRange(g.Count(), 1, FactRules.Of(g.Key).Kept));
        Assert.InRange(line.State.Relationship!.Sums.Length, 1, 5 * 14);
        Assert.InRange(line.Aggregates.Length, 1, 20_000);
    }

    private static Subscriber Tell(BusinessFact[] facts, Random random)
    {
        var line = Line();
        var batch = 0;
        for (var at = 0; at < facts.Length;)
        {
            var some = facts[at..Math.Min(facts.Length, at + random.Next(1, 20))];
            at += some.Length;
            batch++;
            if (random.Next(2) == 0) Assert.All(line.Record(some), v => Assert.Equal(Outcome.Applied, v.Outcome));
            else Assert.All(line.Take(Slice(batch, some)), v => Assert.Equal(RecordVerdict.Applied, v));
            if (random.Next(5) == 0) line.State = line.ReadBack();
        }
        return line;
    }

    private static byte[] Slice(int batch, BusinessFact[] facts) => Told.Slice(Subscriber.Cause(batch, batch - 1), [.. facts.Select((f, i) => (i, 0, f))]);

    private static Subscriber Line()
    {
        var line = new Subscriber();
        line.Clock.Now = (Start + 1_001 * 86_400L) * 1_000;
        line.Register(new SubscriberProfile(Start, "plan", "brand", ""));
        return line;
    }
}
