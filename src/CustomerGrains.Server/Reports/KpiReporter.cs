using System.Globalization;
using CustomerGrains.Domain;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Versions;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Search;
using CustomerGrains.Server.Subscribers;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using MidHighEndClass = CustomerGrains.Domain.Classification.MidHighEndClass;
using RetentionClass = CustomerGrains.Domain.Classification.RetentionClass;
using Calendar = CustomerGrains.Domain.Time.Calendar;

namespace CustomerGrains.Server.Reports;

/// <summary>GetMidHighEndKpi (月均中高端客户数): the count of a month is known in the month after, by its last kept day, or now while it lasts.</summary>
public sealed class KpiReporter
{
    private const int MonthsOfYear = 12;

    private static readonly RowField[] Fields = [SubscriberFields.CountsInKpi, SubscriberFields.MidHighEnd, SubscriberFields.RetentionClass, SubscriberFields.BillBand];
    private static readonly RowCondition Counts = new RowCondition.Numbers(SubscriberFields.CountsInKpi, RowComparison.Equal, 1);

    /// <summary>Whom gains are expected from.</summary>
    private static readonly RowCondition Near = new RowCondition.Or(
    [
        new RowCondition.Numbers(SubscriberFields.MidHighEnd, RowComparison.Equal, (long)MidHighEndClass.Quasi),
        new RowCondition.Numbers(SubscriberFields.RetentionClass, RowComparison.Equal, (long)RetentionClass.IrregularDemand),
    ]);

    private readonly ReportViews _views;
    private readonly IReadModel _model;
    private readonly IRuleBookSource _rules;
    private readonly IBusinessClock _clock;
    private readonly Calendar _calendar;

    public KpiReporter(ReportViews views, IReadModel model, IRuleBookSource rules, IBusinessClock clock, FoldParameters parameters) =>
        (_views, _model, _rules, _clock, _calendar) = (views, model, rules, clock, parameters.Calendar);

    internal async Task<MidHighEndKpiReport> ReportAsync(GetMidHighEndKpiRequest request, CancellationToken cancellationToken)
    {
        if (request.Year is not 0 and (< 1970 or > 9998)) throw Errors.InvalidArgument("year", $"is {request.Year}; give one from 1970 to 9998, or nothing for this one.");
        if (request.HasTarget && request.Target < 0) throw Errors.InvalidArgument("target", $"is {request.Target}; it cannot be below 0.");
        var condition = ReportArguments.Filter(request.Filter);
        var today = _calendar.DayOf(_clock.Now / 1_000);
        var thisMonth = Calendar.MonthOf(today);
        var year = request.Year == 0 ? thisMonth / MonthsOfYear : request.Year;
        var days = (await _model.ListDaysAsync(cancellationToken)).GroupBy(static d => Calendar.MonthOf(d.Day)).ToDictionary(static g => g.Key, static g => g.Last());
        var report = new MidHighEndKpiReport();
        Sets? before = null;
        var countBefore = 0;
        // From the month before the year's first: its count is what January's losses are of.
        for (var month = (year * MonthsOfYear) - 1; month < (year + 1) * MonthsOfYear; month++)
        {
            // Its count is that of a view in the month after.
            var isNow = month + 1 == thisMonth;
            if (!isNow && !days.ContainsKey(month + 1))
            {
                before = null;
                continue;
            }
            var day = isNow ? "" : Calendar.DayName(days[month + 1].Day);
            var sets = await _views.ReadAsync("year", day, ReportArguments.Fields(condition, Fields), view => Read(view, condition), cancellationToken);
            if (month >= year * MonthsOfYear)
            {
                report.Months.Add(ToMessage(month, day, sets, before));
                countBefore = before?.Counting.Count ?? 0;
            }
            before = sets;
        }
        await AddBandsAsync(report, condition, cancellationToken);
        Forecast(report, countBefore, request.HasTarget ? request.Target : _rules.Current.Policy.Policy.MidHighEnd.KpiTarget);
        if (request.Csv) report.Csv = Csv.Write(["month", "subscribers", "lost", "gained", "day", "made_up"], report.Months.Select(static m => new object[] { m.Month_, m.Subscribers, m.HasLost ? m.Lost : "", m.HasGained ? m.Gained : "", m.Day, m.MadeUp ? "true" : "false" }));
        return report;
    }

    private static Sets Read(ReportView view, RowCondition? condition) => new(
        view.Classes.Match(condition).And(view.Classes.Match(Counts)), view.Classes.Match(condition).And(view.Classes.Match(Near)), view.IsMadeUp);

    private static MidHighEndKpiReport.Types.Month ToMessage(int month, string day, Sets now, Sets? before)
    {
        var message = new MidHighEndKpiReport.Types.Month { Month_ = Calendar.MonthName(month), Subscribers = now.Counting.Count, Day = day, MadeUp = now.IsMadeUp };
        if (before is null) return message;
        message.Lost = before.Counting.Count - before.Counting.And(now.Counting).Count;
        message.Gained = before.Near.And(now.Counting).Count - before.Near.And(before.Counting).And(now.Counting).Count;
        return message;
    }

    private async Task AddBandsAsync(MidHighEndKpiReport report, RowCondition? condition, CancellationToken cancellationToken) => await _views.ReadAsync("year", "", Fields, view =>
    {
        report.AsOf = SubscriberFacts.ToTime(view.AsOf);
        foreach (var band in view.Classes.Count(Read(view, condition).Counting, SubscriberFields.BillBand))
            report.Bands.Add(new MidHighEndKpiReport.Types.Band { BillBand = int.Parse(band.First, CultureInfo.InvariantCulture), Subscribers = band.Count });
        return 0;
    }, cancellationToken);

    /// <param name="countBefore">Of the month before the last one.</param>
    private static void Forecast(MidHighEndKpiReport report, int countBefore, long? target)
    {
        if (target is { } aim) report.Target = aim;
        if (report.Months.Count == 0) return;
        report.Average = report.Months.Average(static m => (double)m.Subscribers);
        var last = report.Months[^1];
        if (!last.HasLost) return;
        var loss = countBefore > 0 ? (double)last.Lost / countBefore : 0;
        var (sum, count, now) = (report.Average * report.Months.Count, report.Months.Count, (double)last.Subscribers);
        var first = int.Parse(last.Month_.AsSpan(5), CultureInfo.InvariantCulture);
        for (var month = first; month < MonthsOfYear; month++)
        {
            now = (now * (1 - loss)) + last.Gained;
            (sum, count) = (sum + now, count + 1);
        }
        report.Forecast = sum / count;
        if (target is { } wanted) report.Gap = wanted - report.Forecast;
    }

    /// <summary>Who counts in a view, and who may come to.</summary>
    private sealed record Sets(RowSet Counting, RowSet Near, bool IsMadeUp);
}
