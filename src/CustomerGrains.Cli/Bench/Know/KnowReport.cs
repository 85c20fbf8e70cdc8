using System.Globalization;

namespace CustomerGrains.Cli.Bench.Know;

/// <summary>What <c>bench know</c> measured; its properties are the JSON that <c>--json</c> prints.</summary>
internal sealed record KnowReport
{
    public required Machine Machine { get; init; }

    public required KnowOptions Options { get; init; }

    /// <summary>From the first registration to the last answer, and until search had everybody.</summary>
    public double ImportSeconds { get; init; }

    public double SearchableSeconds { get; init; }

    public double RecordsPerSecond { get; init; }

    public double AckP99Ms { get; init; }

    public double CpuShare { get; init; }

    public double WorkingSetMb { get; init; }

    /// <summary>Each kind of question, then the goals' figures.</summary>
    public required IReadOnlyList<Question> Questions { get; init; }

    public required Question Reports { get; init; }

    public required Question Searches { get; init; }

    /// <summary>From the acknowledgement of a record that changes a class until lists show the class.</summary>
    public required Question Freshness { get; init; }

    public required Question ScreenPop { get; init; }

    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>The report for people.</summary>
    public void Write(TextWriter writer)
    {
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Options.Subscribers:N0} subscribers registered in {ImportSeconds:0.0} s, {Options.Subscribers / ImportSeconds:N0}/s; all in search after {SearchableSeconds:0.0} s"));
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"meanwhile {RecordsPerSecond:N0} records/s acknowledged of {Options.Rate:N0} sent, ack p99 {AckP99Ms:0} ms; CPU {CpuShare:P0} of {Machine.Cores} cores, {WorkingSetMb:N0} MB"));
        foreach (var question in Questions) writer.WriteLine("  " + question);
        foreach (var (question, goal) in ((Question, string)[])[(Reports, "p95 ≤ 200 ms"), (Searches, "p95 ≤ 200 ms"), (Freshness, "p99 ≤ 2,000 ms"), (ScreenPop, "p99 ≤ 10 ms")]) writer.WriteLine($"{question}; goal {goal}");
        foreach (var problem in Problems) writer.WriteLine($"PROBLEM: {problem}");
    }

    /// <summary>How long the answers to one kind of question took.</summary>
    internal sealed record Question(string Name, long Asked, double P50Ms, double P95Ms, double P99Ms, double MaxMs)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Asked:N0} times, p50 {P50Ms:0.0} ms, p95 {P95Ms:0.0} ms, p99 {P99Ms:0.0} ms, max {MaxMs:0} ms");
    }
}
