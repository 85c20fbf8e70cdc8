using System.Diagnostics;
using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Tests.Subscribers;
using Xunit.Abstractions;

namespace CustomerGrains.Domain.Tests.Classification;

/// <summary>What all classes of a subscriber cost. Bytes are asserted; time is only printed, because it is the machine's.</summary>
[Collection(CostTests.Alone)]
public class InsightCostTests(ITestOutputHelper output)
{
    private const int Rounds = 41;
    private const int Each = 500;

    [Fact]
    public void All_classes_at_once_are_cheap()
    {
        var options = new InsightOptions { Scorer = new ChurnScorer(DefaultChurnFormula.Formula) };
        var plain = new Scenario();
        for (var day = 0; day < 90; day++) plain.Call(new DateTime(2024, 4, 1, 9, 0, 0).AddDays(day), 500_000);
        var rich = Enumerable.Range(0, 100).Select(seed => (Scenario: Scenario.Random(new Random(seed), out var now), Now: now)).MaxBy(s => s.Scenario.Facts.Count);
        foreach (var (name, scenario, now, most) in new[] { ("usage of 90 days", plain, plain.At(new DateTime(2024, 7, 1)), 2_048), ($"{rich.Scenario.Facts.Count} facts", rich.Scenario, rich.Now, 2_048) })
        {
            for (var i = 0; i < 2_000; i++) scenario.OfSecond(now, Policy.Default, options);
            var times = new List<long>();
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            for (var round = 0; round < Rounds; round++)
            {
                var at = Stopwatch.GetTimestamp();
                for (var i = 0; i < Each; i++) scenario.OfSecond(now, Policy.Default, options);
                times.Add(Stopwatch.GetTimestamp() - at);
            }
            var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (Rounds * Each);
            output.WriteLine($"{name}: {times.Order().ElementAt(Rounds / 2) * 1e6 / Stopwatch.Frequency / Each:0.00} us, {bytes} bytes");
            Assert.InRange(bytes, 1, most);
        }
    }
}
