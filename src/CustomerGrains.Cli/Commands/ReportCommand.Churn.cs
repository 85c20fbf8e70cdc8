using System.CommandLine;
using CustomerGrains.Cli.Output;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Commands;

/// <summary>What holds subscribers, and who left.</summary>
internal static partial class ReportCommand
{
    private static Command Coverage(Terminal terminal)
    {
        var filter = Filter();
        var day = Day("--day", "At the end of this day (yyyy-mm-dd). [default: now]");
        return Make("coverage", "How many subscribers the stabilising measures hold: by 0, 1, 2, 3 or more, and by each.", terminal, [filter, day], async (client, result, csv, cancellationToken) =>
        {
            var report = await client.Reports.GetMeasureCoverageAsync(new GetMeasureCoverageRequest { Filter = result.GetValue(filter), Day = result.GetValue(day), Csv = csv }, cancellationToken: cancellationToken);
            return (report, report.Csv, $"{AsOf(report.AsOf, report.MadeUp)}; {Terminal.Count(report.Total)} on the network, {Terminal.Count(report.CrossStabilised)} cross-stabilised");
        });
    }

    private static Command Effect(Terminal terminal)
    {
        var day = new Argument<string>("DAY") { Description = "Whom the measures held at the end of this day (yyyy-mm-dd)." };
        var horizon = CommonOptions.Positive("--horizon", "Who had left so many days later. [default: until now]", 0, least: 0, most: 400);
        var to = Day("--to", "Who had left at the end of this day. [default: until now]");
        var measure = new Option<string>("--measure") { Description = "FAMILY_PLAN … [default: each]", HelpName = "NAME", DefaultValueFactory = static _ => "" };
        var filter = Filter();
        return Make("effect", "Churn of each measure's holders against others of the same tenure and plan.", terminal, [day, horizon, to, measure, filter], async (client, result, csv, cancellationToken) =>
        {
            var request = new GetMeasureEffectRequest
            {
                Day = result.GetRequiredValue(day),
                HorizonDays = result.GetValue(horizon),
                EndDay = result.GetValue(to),
                Measure = result.GetValue(measure),
                Filter = result.GetValue(filter),
                Csv = csv,
            };
            var report = await client.Reports.GetMeasureEffectAsync(request, cancellationToken: cancellationToken);
            var effects = report.Measures.Where(static m => m.HasDifference).Select(static m => $"{m.Measure_} {Percent(m.Difference)} ({Percent(m.DifferenceLow)} … {Percent(m.DifferenceHigh)})");
            return (report, report.Csv, $"{AsOf(report.EndAsOf, report.MadeUp)}; left more than others, in points of percent: {string.Join(", ", effects.DefaultIfEmpty("nobody to compare"))}");
        });
    }

    private static Command Churn(Terminal terminal)
    {
        var by = new Argument<string[]>("CLASS") { Description = "Classes to compose by. [default: value_class retention_class brand plan region tenure_band]", Arity = new ArgumentArity(0, 10) };
        var from = new Option<string>("--from") { Description = "From the end of this day (yyyy-mm-dd).", HelpName = "DAY", Required = true };
        var to = Day("--to", "To the end of this one. [default: to now]");
        var reason = new Option<string?>("--reason") { Description = "Only those that left for this reason.", HelpName = "TEXT" };
        var competitor = new Option<string?>("--competitor") { Description = "Only those that went there.", HelpName = "TEXT" };
        var name = CommonOptions.Positive("--name", "Name up to so many of them (JSON).", 0, least: 0, most: 1_000);
        var filter = Filter();
        return Make("churn", "Who left between two days: why, to whom, and what they were before.", terminal, [by, from, to, filter, reason, competitor, name], async (client, result, csv, cancellationToken) =>
        {
            var request = new GetChurnRequest
            {
                By = { result.GetValue(by) ?? [] },
                StartDay = result.GetRequiredValue(from),
                EndDay = result.GetValue(to),
                Filter = result.GetValue(filter),
                MaxSubscribers = result.GetValue(name),
                Csv = csv,
            };
            if (result.GetValue(reason) is { } why) request.Reason = why;
            if (result.GetValue(competitor) is { } where) request.Competitor = where;
            var report = await client.Reports.GetChurnAsync(request, cancellationToken: cancellationToken);
            return (report, report.Csv, $"{AsOf(report.EndAsOf, report.MadeUp)}; {Terminal.Count(report.PopulationLeft)} of {Terminal.Count(report.Population)} left{(report.HasRate ? $", {Percent(report.Rate)} %" : "")}, and {Terminal.Count(report.Left - report.PopulationLeft)} who joined since; {Terminal.Count(report.Returned)} came back");
        });
    }

    private static string Percent(double share) => (share * 100).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}
