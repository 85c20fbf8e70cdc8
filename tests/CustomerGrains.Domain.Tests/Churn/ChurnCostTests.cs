using System.Diagnostics;
using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Tests.Subscribers;
using Xunit.Abstractions;

namespace CustomerGrains.Domain.Tests.Churn;

/// <summary>What a score costs. Memory is asserted; time is only printed, because it is the machine's.</summary>
[Collection(CostTests.Alone)]
public class ChurnCostTests(ITestOutputHelper output)
{
    private const int Vectors = 1_024;
    private const int Rounds = 100;

    [Fact]
    public void Scoring_allocates_nothing()
    {
        var scorer = new ChurnScorer(DefaultChurnFormula.Formula);
        var random = new Random(1);
        var vectors = Enumerable.Range(0, Vectors).Select(_ => Enumerable.Range(0, ChurnFeatures.Count).Select(_ => random.Next(5) == 0 ? double.NaN : random.NextDouble() * random.Next(100)).ToArray()).ToArray();
        var terms = new ChurnTerm[scorer.TermCount];
        var changes = new[] { new ChurnChange(ChurnFeature.MeasuresInForce, 2), new ChurnChange(ChurnFeature.PlanSaving, 0) };
        var times = new List<double>(Rounds);
        var sum = 0L;
        Run();
        times.Clear();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        times.Sort();
        // The round in the middle: others may have had the machine meanwhile.
        output.WriteLine($"score + what-if of two changes: {times[Rounds / 2]:0} ns for both; {scorer.TermCount} terms; {sum} points");
        Assert.Equal(0, allocated);

        void Run()
        {
            for (var round = 0; round < Rounds; round++)
            {
                var at = Stopwatch.GetTimestamp();
                foreach (var vector in vectors)
                {
                    sum += scorer.Score(vector, terms).Points;
                    sum += scorer.WhatIf(vector, changes, terms).Points;
                }
                times.Add(Stopwatch.GetElapsedTime(at).TotalNanoseconds / Vectors);
            }
        }
    }
}
