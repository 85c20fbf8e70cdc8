using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Relationships;
using Xunit.Abstractions;

namespace CustomerGrains.Domain.Tests.Classification;

/// <summary>Random lives of subscribers: classes are the oracle's, and stay what they are until they say they may change.</summary>
public class InsightPropertyTests(ITestOutputHelper output)
{
    private const int Seeds = 300;

    [Fact]
    public void Classes_are_those_of_the_oracle()
    {
        var seen = new HashSet<(Edge, int)>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var scenario = Scenario.Random(random, out var now);
            for (var probe = 0; probe < 4; probe++)
            {
                var insight = scenario.OfSecond(now);
                try
                {
                    new InsightOracle(scenario, now).Check(insight);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"Seed {seed}, time {now}.", e);
                }
                foreach (var edge in Enum.GetValues<Edge>()) seen.Add((edge, insight.Codes[edge]));
                now += random.NextInt64(40 * 86_400L);
            }
        }
        // Otherwise little would have been compared.
        Assert.All([Edge.Value, Edge.Retention], e => Assert.True(seen.Count(s => s.Item1 == e) >= 5, $"{e}: {seen.Count(s => s.Item1 == e)} classes"));
        Assert.True(seen.Count(s => s.Item1 == Edge.LifeCycle) >= 8);
        Assert.Equal(3, seen.Count(s => s.Item1 == Edge.MidHighEnd));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Until_the_next_change_nothing_changes(bool isScored)
    {
        var options = isScored ? new InsightOptions { Scorer = new ChurnScorer(DefaultChurnFormula.Formula) } : default;
        var (steps, changes, days) = (0, 0, 0.0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var scenario = Scenario.Random(random, out var now);
            for (var step = 0; step < 12; step++)
            {
                var insight = scenario.OfSecond(now, null, options);
                Assert.True(insight.NextChange > now * 1_000, $"Seed {seed}, time {now}.");
                if (insight.NextChange == long.MaxValue) break;
                var next = insight.NextChange / 1_000;
                for (var probe = 0; probe < 6; probe++)
                {
                    var at = probe == 0 ? next - 1 : now + random.NextInt64(next - now);
                    var codes = scenario.OfSecond(at, null, options).Codes;
                    Assert.True(codes == insight.Codes, $"Seed {seed}: {string.Join(", ", Enum.GetValues<Edge>().Where(e => codes[e] != insight.Codes[e]))} changed between {now} and {at}, before {next}.");
                }
                steps++;
                days += (next - now) / 86_400.0;
                if (scenario.OfSecond(next, null, options).Codes != insight.Codes) changes++;
                now = next;
            }
        }
        output.WriteLine($"{steps} steps of {days / steps:0.00} days, {changes} with a change");
        Assert.InRange(changes, steps / 20, steps);
        Assert.True(isScored || days / steps > 1);
    }

    [Fact]
    public void The_order_of_facts_does_not_matter()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var scenario = Scenario.Random(new Random(seed), out var now);
            var other = scenario.Reordered(new Random(seed));
            Assert.Equal(scenario.OfSecond(now).Inputs, other.OfSecond(now).Inputs);
            Assert.Equal(scenario.OfSecond(now).Codes, other.OfSecond(now).Codes);
        }
    }
}
