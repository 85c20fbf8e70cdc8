using System.CommandLine;
using CustomerGrains.Cli.Output;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Commands;

/// <summary>Money, and records received.</summary>
internal static partial class ReportCommand
{
    private static Command Revenue(Terminal terminal)
    {
        var by = new Argument<string[]>("CLASS") { Description = "One class, or two.", Arity = new ArgumentArity(1, 2) };
        var filter = new Option<string>("--filter") { Description = "Whom (AIP-160).", HelpName = "FILTER", DefaultValueFactory = static _ => "" };
        return Make("revenue", "Last month's bill, this month's charge and margin by one class or two, in micros.", terminal, [by, filter], async (client, result, csv, cancellationToken) =>
        {
            var report = await client.Reports.GetRevenueAsync(new GetRevenueRequest { By = { result.GetRequiredValue(by) }, Filter = result.GetValue(filter), Csv = csv }, cancellationToken: cancellationToken);
            return (report, report.Csv, $"{AsOf(report.AsOf, false)}; {Terminal.Count(report.Total.Subscribers)} subscribers, bills {report.Total.BillLastMonth.SumMicros / 1e6:N2}, margin {report.Total.Margin.SumMicros / 1e6:N2}");
        });
    }

    private static Command Reconciliation(Terminal terminal)
    {
        var source = new Option<string>("--source") { Description = "One source. [default: all]", HelpName = "SOURCE", DefaultValueFactory = static _ => "" };
        var from = Day("--from", "From this day of receipt on (yyyy-mm-dd). [default: 31 days up to the last]");
        var to = Day("--to", "Up to this one. [default: the latest]");
        var reasons = new Option<bool>("--reasons") { Description = "Also why records were rejected." };
        var missing = new Option<bool>("--missing") { Description = "Print the numbers of files that never came instead." };
        return Make("reconciliation", "What became of the records received, by source and day of receipt.", terminal, [source, from, to, reasons, missing], async (client, result, csv, cancellationToken) =>
        {
            var request = new GetReconciliationRequest { Source = result.GetValue(source), FirstDay = result.GetValue(from), LastDay = result.GetValue(to), Reasons = result.GetValue(reasons), Csv = csv };
            var report = await client.Reports.GetReconciliationAsync(request, cancellationToken: cancellationToken);
            var numbers = report.Missing.Sum(static m => (long)m.Missing_);
            var note = $"{AsOf(report.AsOf, false)}; {Terminal.Count((long)report.Total.Received)} received = {Terminal.Count((long)report.Total.Applied)} applied + {Terminal.Count((long)report.Total.Duplicate)} duplicate"
                + $" + {Terminal.Count((long)report.Total.Conflict)} conflict + {Terminal.Count((long)report.Total.Rejected)} rejected; {Terminal.Count(numbers)} numbers missing";
            return (report, result.GetValue(missing) ? report.MissingCsv : report.Csv, note);
        });
    }
}
