using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Subscribers;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Reports;

/// <summary>GetChurn (domain §7): from day to day who left, so that what they were is what they were just before. Rows hold the present only, the kept days
/// the past: each day is compared with the one kept before it.</summary>
public sealed class ChurnReporter
{
    private const int MaxClasses = 10;
    private const int MaxNamed = 1_000;

    private static readonly RowField[] Default =
        [SubscriberFields.ValueClass, SubscriberFields.RetentionClass, SubscriberFields.Brand, SubscriberFields.Plan, SubscriberFields.Region, SubscriberFields.TenureBand];

    private readonly ReportViews _views;
    private readonly IReadModel _model;

    public ChurnReporter(ReportViews views, IReadModel model) => (_views, _model) = (views, model);

    internal async Task<ChurnReport> ReportAsync(GetChurnRequest request, CancellationToken cancellationToken)
    {
        if (request.By.Count > MaxClasses) throw Errors.InvalidArgument("by", $"names {request.By.Count} classes; give at most {MaxClasses}.");
        if (request.MaxSubscribers is < 0 or > MaxNamed) throw Errors.InvalidArgument("max_subscribers", $"is {request.MaxSubscribers}; give 0 to {MaxNamed}.");
        if (request.StartDay.Length == 0) throw Errors.InvalidArgument("start_day", "is missing; give a day as 2026-03-15.");
        var first = ReportViews.DayNumber("start_day", request.StartDay);
        int? last = request.EndDay.Length > 0 ? ReportViews.DayNumber("end_day", request.EndDay) : null;
        if (last <= first) throw Errors.InvalidArgument("end_day", "is not after start_day.");
        var by = request.By.Count == 0 ? Default : [.. request.By.Select(static name => ReportArguments.Class("by", name)).Distinct()];
        var condition = ReportArguments.Filter(request.Filter);
        var fields = ReportArguments.Fields(condition, [SubscriberFields.Status, SubscriberFields.ChurnReason, SubscriberFields.ChurnCompetitor, .. by]);

        var before = await _views.OpenDayAsync("start_day", request.StartDay, fields, cancellationToken);
        var tally = new ChurnTally(by, condition, request.HasReason ? request.Reason : null, request.HasCompetitor ? request.Competitor : null);
        tally.Start(before.Classes);
        var report = new ChurnReport { StartAsOf = SubscriberFacts.ToTime(before.AsOf), MadeUp = before.IsMadeUp };
        ReportView? end = last is null ? null : await _views.OpenDayAsync("end_day", request.EndDay, fields, cancellationToken);
        foreach (var day in (await _model.ListDaysAsync(cancellationToken)).Where(d => d.Day > first && !(d.Day >= last)))
        {
            // One let go meanwhile is as if it had not been kept.
            if (await _model.OpenDayAsync(day.Day, fields, cancellationToken) is not { } classes) continue;
            var after = new ReportView(classes, day.AsOf, day.IsMadeUp);
            if (end is { } kept) tally.Add(before.Classes, after.Classes, kept.Classes);
            else await _views.ReadAsync("end_day", "", fields, now => tally.Add(before.Classes, after.Classes, now.Classes), cancellationToken);
            report.MadeUp |= after.IsMadeUp;
            before = after;
        }
        await _views.ReadAsync("end_day", request.EndDay, fields, now =>
        {
            report.EndAsOf = SubscriberFacts.ToTime(now.AsOf);
            report.MadeUp |= now.IsMadeUp;
            return tally.Add(before.Classes, now.Classes, now.Classes);
        }, cancellationToken);
        tally.WriteTo(report);
        report.SubscriberIds.AddRange(await _model.ReadIdsAsync([.. tally.Left.Take(request.MaxSubscribers)], cancellationToken));
        if (request.Csv) report.Csv = ToCsv(report);
        return report;
    }

    private static string ToCsv(ChurnReport report)
    {
        var lines = new List<object[]> { Line("all", "", report.Left, report.Population, report.PopulationLeft) };
        lines.AddRange(report.Reasons.Select(static c => new object[] { "reason", c.Value, c.Left, "", "", "" }));
        lines.AddRange(report.Competitors.Select(static c => new object[] { "competitor", c.Value, c.Left, "", "", "" }));
        lines.AddRange(report.Compositions.SelectMany(static c => c.Groups.Select(g => Line(c.By, g.Value, g.Left, g.Population, g.PopulationLeft))));
        return Csv.Write(["dimension", "value", "left", "population", "rate", "population_left"], lines);

        static object[] Line(string dimension, string value, long left, long population, long populationLeft) =>
            [dimension, value, left, population, population == 0 ? "" : (double)populationLeft / population, populationLeft];
    }
}
