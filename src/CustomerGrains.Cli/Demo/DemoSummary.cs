using System.Globalization;
using CustomerGrains.Cli.Generation;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Replay;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Spectre.Console;

namespace CustomerGrains.Cli.Demo;

/// <summary>Says what the demo came to, and whether all of it fits together.</summary>
/// <param name="rejects">One record of each reason, in words.</param>
internal sealed class DemoSummary(Terminal terminal, UsageGenerator generator, UsageLedger ledger, PopulationCheck check, IReadOnlyDictionary<RejectReason, string> rejects)
{
    /// <summary>Writes it.</summary>
    /// <param name="source">What the server says of the source.</param>
    /// <param name="seconds">How long the feed took.</param>
    /// <param name="meter">The answers' times.</param>
    /// <param name="sourceProblems">What does not fit between answers and server.</param>
    /// <returns>Everything fits.</returns>
    public bool Write(SourceNumbers source, double seconds, FeedMeter meter, IReadOnlyList<string> sourceProblems)
    {
        var problems = sourceProblems.Concat(TruthProblems()).ToList();
        var output = terminal.Out;
        output.WriteLine();
        output.WriteLine($"{Terminal.Count(ledger.Acked)} records in {seconds:0.0} s: {Terminal.Rate(ledger.Acked / seconds)} records/s, every one on disk when it was acknowledged; ack p50 {Terminal.Milliseconds(meter.Latency.Quantile(0.5))} ms, p99 {Terminal.Milliseconds(meter.Latency.Quantile(0.99))} ms");
        output.WriteLine($"answered:  {Numbers.Sum(ledger.Received, ledger.Applied, ledger.Duplicate, ledger.Conflict, ledger.Rejected)}");
        output.WriteLine($"server:    {source}");
        var truth = generator.Truth;
        output.WriteLine($"generated: {Numbers.Sum(truth.Received, truth.Applied, truth.Duplicate, truth.Conflict, truth.Rejected)} (repeats, contradictions and unknown numbers are there on purpose)");
        foreach (var (reason, count) in ledger.Reasons.OrderBy(static pair => pair.Key))
        {
            output.WriteLine($"  rejected {Names.Of<RejectReason>(reason)}: {Terminal.Count(count)}, {Reasons.Explain(reason)}{(rejects.TryGetValue(reason, out var one) ? $"; the latest: {one}" : "")}");
        }

        output.WriteLine();
        output.WriteLine($"{generator.Day:yyyy-MM-dd}, as the subscribers have it: {(check.IsComplete ? check.Today.ToString() : "not summed, only a sample was asked for")}");
        output.WriteLine($"{Terminal.Count(check.Asked)} of {Terminal.Count(generator.Population.Count)} subscribers asked with GetSubscriber: {Terminal.Count(check.Asked - check.Different)} have exactly what was generated for them");
        WriteTop();
        WriteMovers();
        WritePatterns();
        output.WriteLine(problems.Count == 0 ? "Reconciled: nothing lost, nothing twice." : "DOES NOT RECONCILE:");
        foreach (var problem in problems) output.WriteLine($"  {problem}");
        return problems.Count == 0;
    }

    private IEnumerable<string> TruthProblems()
    {
        var truth = generator.Truth;
        if ((truth.Received, truth.Applied, truth.Duplicate, truth.Conflict, truth.Rejected) != (ledger.Received, ledger.Applied, ledger.Duplicate, ledger.Conflict, ledger.Rejected))
        {
            yield return "The answers are not what was generated.";
        }

        long Rejected(RejectReason reason) => ledger.Reasons.GetValueOrDefault(reason);
        if ((truth.NotHeld, truth.Broken) != (Rejected(RejectReason.NumberNotHeld), Rejected(RejectReason.InvalidQuantity))) yield return "The reasons of rejection are not what was generated.";
        if (check.IsComplete && check.Today != truth.Today) yield return $"The subscribers' latest day is {check.Today}, generated were {truth.Today}.";
        if (check.Different > 0) yield return $"{check.Different:N0} subscribers differ from what was generated for them:";
        foreach (var difference in check.Differences) yield return difference;
    }

    private void WriteTop()
    {
        var table = new Table().Border(TableBorder.Simple).Title("Top consumers");
        foreach (var column in new[] { "subscriber", "number", "brand", "plan" }) table.AddColumn(column);
        foreach (var column in new[] { "calls", "minutes", "messages", "sessions", "MB" }) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var (subscriber, usage) in check.Top)
        {
            table.AddRow(
                subscriber.SubscriberId,
                subscriber.Numbers.FirstOrDefault()?.Msisdn ?? "",
                subscriber.Brand,
                subscriber.Plan,
                Terminal.Count(usage.Calls),
                Terminal.Count(usage.CallSeconds / 60),
                Terminal.Count(usage.Messages),
                Terminal.Count(usage.Sessions),
                Terminal.Megabytes((ulong)usage.Octets));
        }

        terminal.Screen.Write(table);
    }

    /// <summary>Found in what the server has, with what it says of them itself; the last column is what the generator meant them to be.</summary>
    private void WriteMovers()
    {
        if (check.Movers is not { } movers || movers.Rising.Count + movers.Falling.Count == 0) return;
        var table = new Table().Border(TableBorder.Simple).Title($"Movers: events of the last {movers.Weeks} weeks, more or less in each");
        foreach (var column in new[] { "", "subscriber", "brand", "plan" }) table.AddColumn(column);
        foreach (var column in new[] { "week by week", "change" }) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var column in new[] { "last usage (UTC)", "said of it", "churn risk", "generated as" }) table.AddColumn(column);
        foreach (var mover in movers.Rising) table.AddRow(["↑", .. Cells(mover)]);
        foreach (var mover in movers.Falling) table.AddRow(["↓", .. Cells(mover)]);
        terminal.Screen.Write(table);
    }

    private IEnumerable<string> Cells(Mover mover) =>
    [
        mover.Subscriber.SubscriberId,
        mover.Subscriber.Brand,
        mover.Subscriber.Plan,
        string.Join(" → ", mover.Weeks.Select(Terminal.Count)),
        (mover.Change * 100).ToString("+0;-0;0", CultureInfo.InvariantCulture) + " %",
        mover.Subscriber.LastUsageTime?.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "",
        PatternTable.Name(mover.Subscriber.Insight?.UsagePattern?.Pattern ?? UsagePattern.Unspecified),
        mover.Subscriber.Insight?.ChurnRisk is { } risk ? $"{Names.Of(risk.Band)}, {risk.Probability.ToString("P0", CultureInfo.InvariantCulture)}" : "",
        Names.Of(generator.Population.BehaviourOf(mover.Index).Kind),
    ];

    /// <summary>Everybody's pattern: what was generated by row, what the server says by column.</summary>
    private void WritePatterns()
    {
        var table = new Table().Border(TableBorder.Simple).Title("How they use: generated as (rows), the server says (columns)");
        table.AddColumn("");
        foreach (var pattern in PatternTable.Columns) table.AddColumn(new TableColumn(PatternTable.Name(pattern)).RightAligned());
        foreach (var (name, counts) in check.Patterns.Rows) table.AddRow([name, .. counts.Select(static count => Terminal.Count(count))]);
        terminal.Screen.Write(table);
    }
}
