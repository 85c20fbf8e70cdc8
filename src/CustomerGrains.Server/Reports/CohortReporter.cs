using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Time;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Subscribers;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using MidHighEndClass = CustomerGrains.Domain.Classification.MidHighEndClass;

namespace CustomerGrains.Server.Reports;

/// <summary>GetCohortRetention (拍照): those that were dynamic mid/high-end on a day, followed from then on.</summary>
public sealed class CohortReporter
{
    private static readonly RowField[] Fields = [SubscriberFields.MidHighEnd, SubscriberFields.Status];
    private static readonly RowCondition Dynamic = new RowCondition.Numbers(SubscriberFields.MidHighEnd, RowComparison.Equal, (long)MidHighEndClass.Dynamic);

    private readonly ReportViews _views;
    private readonly IReadModel _model;

    public CohortReporter(ReportViews views, IReadModel model) => (_views, _model) = (views, model);

    internal async Task<CohortRetentionReport> ReportAsync(GetCohortRetentionRequest request, CancellationToken cancellationToken)
    {
        if (request.Day.Length == 0) throw Errors.InvalidArgument("day", "is missing; give a day as 2026-03-15.");
        var condition = ReportArguments.Filter(request.Filter);
        var then = await _views.OpenDayAsync("day", request.Day, ReportArguments.Fields(condition, Fields), cancellationToken);
        var cohort = then.Classes.Match(condition).And(then.Classes.Match(Dynamic));
        var report = new CohortRetentionReport { Cohort = cohort.Count };
        var months = (await _model.ListDaysAsync(cancellationToken)).Select(static d => d.Day).Where(d => string.CompareOrdinal(Calendar.DayName(d), request.Day) > 0).GroupBy(Calendar.MonthOf).Select(static g => g.Max());
        foreach (var day in months.Order().Select(Calendar.DayName).Append(""))
        {
            report.Points.Add(await _views.ReadAsync("day", day, Fields, view =>
            {
                report.AsOf = SubscriberFacts.ToTime(view.AsOf);
                var left = cohort.And(view.Classes.Match(ReportConditions.OnNetwork));
                var retained = left.And(view.Classes.Match(Dynamic)).Count;
                return new CohortRetentionReport.Types.Point { Day = day, OnNetwork = left.Count, Retained = retained, Rate = cohort.Count == 0 ? 0 : (double)retained / cohort.Count, MadeUp = view.IsMadeUp };
            }, cancellationToken));
        }
        if (request.Csv) report.Csv = Csv.Write(["day", "cohort", "on_network", "retained", "rate", "made_up"], report.Points.Select(p => new object[] { p.Day, report.Cohort, p.OnNetwork, p.Retained, p.Rate, p.MadeUp ? "true" : "false" }));
        return report;
    }
}
