using CustomerGrains.Domain.Time;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Subscribers;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Reports;

/// <summary>The Reports service of protos/customergrains/v1/reports.proto.</summary>
public sealed class ReportsService : V1.Reports.ReportsBase
{
    private readonly ReportViews _views;
    private readonly MovementReporter _movements;
    private readonly KpiReporter _kpi;
    private readonly CohortReporter _cohorts;
    private readonly MeasureCoverageReporter _coverage;
    private readonly MeasureEffectReporter _effects;
    private readonly ChurnReporter _churn;
    private readonly RevenueReporter _revenue;
    private readonly ReconciliationReporter _reconciliation;
    private readonly IReadModel _model;

    public ReportsService(
        ReportViews views, MovementReporter movements, KpiReporter kpi, CohortReporter cohorts, MeasureCoverageReporter coverage, MeasureEffectReporter effects,
        ChurnReporter churn, RevenueReporter revenue, ReconciliationReporter reconciliation, IReadModel model)
    {
        (_views, _movements, _kpi, _cohorts, _model) = (views, movements, kpi, cohorts, model);
        (_coverage, _effects, _churn, _revenue, _reconciliation) = (coverage, effects, churn, revenue, reconciliation);
    }

    public override async Task<PopulationReport> GetPopulation(GetPopulationRequest request, ServerCallContext context)
    {
        if (request.By.Count is not (1 or 2)) throw Errors.InvalidArgument("by", $"names {request.By.Count} classes; give one or two.");
        var by = request.By.Select(static name => ReportArguments.Class("by", name)).ToList();
        var condition = ReportArguments.Filter(request.Filter);
        return await _views.ReadAsync("day", request.Day, ReportArguments.Fields(condition, by), view =>
        {
            var report = new PopulationReport { AsOf = SubscriberFacts.ToTime(view.AsOf), MadeUp = view.IsMadeUp };
            foreach (var count in view.Classes.Count(view.Classes.Match(condition), by[0], by.Count > 1 ? by[1] : null))
            {
                report.Counts.Add(new PopulationReport.Types.Count { Classes = { by.Count > 1 ? (string[])[count.First, count.Second] : [count.First] }, Subscribers = count.Count });
                report.Total += count.Count;
            }
            if (request.Csv) report.Csv = Csv.Write([.. request.By, "subscribers"], report.Counts.Select(static c => c.Classes.Append<object>(c.Subscribers)));
            return report;
        }, context.CancellationToken);
    }

    public override Task<MovementsReport> GetMovements(GetMovementsRequest request, ServerCallContext context) => _movements.ReportAsync(request, context.CancellationToken);

    public override Task<MidHighEndKpiReport> GetMidHighEndKpi(GetMidHighEndKpiRequest request, ServerCallContext context) => _kpi.ReportAsync(request, context.CancellationToken);

    public override Task<CohortRetentionReport> GetCohortRetention(GetCohortRetentionRequest request, ServerCallContext context) => _cohorts.ReportAsync(request, context.CancellationToken);

    public override Task<MeasureCoverageReport> GetMeasureCoverage(GetMeasureCoverageRequest request, ServerCallContext context) => _coverage.ReportAsync(request, context.CancellationToken);

    public override Task<MeasureEffectReport> GetMeasureEffect(GetMeasureEffectRequest request, ServerCallContext context) => _effects.ReportAsync(request, context.CancellationToken);

    public override Task<ChurnReport> GetChurn(GetChurnRequest request, ServerCallContext context) => _churn.ReportAsync(request, context.CancellationToken);

    public override Task<RevenueReport> GetRevenue(GetRevenueRequest request, ServerCallContext context) => _revenue.ReportAsync(request, context.CancellationToken);

    public override Task<ReconciliationReport> GetReconciliation(GetReconciliationRequest request, ServerCallContext context) => _reconciliation.ReportAsync(request, context.CancellationToken);

    public override async Task<RfmGridReport> GetRfmGrid(GetRfmGridRequest request, ServerCallContext context)
    {
        var condition = ReportArguments.Filter(request.Filter);
        RowField[] scores = [SubscriberFields.RfmRecency, SubscriberFields.RfmFrequency, SubscriberFields.RfmMonetary];
        return await _views.ReadAsync("day", request.Day, ReportArguments.Fields(condition, scores), view =>
        {
            var report = new RfmGridReport { AsOf = SubscriberFacts.ToTime(view.AsOf), MadeUp = view.IsMadeUp };
            var wanted = view.Classes.Match(condition);
            foreach (var recency in view.Classes.Count(wanted, scores[0]))
            {
                var those = wanted.And(view.Classes.Match(new RowCondition.Numbers(scores[0], RowComparison.Equal, recency.FirstCode)));
                foreach (var count in view.Classes.Count(those, scores[1], scores[2]))
                {
                    report.Cells.Add(new RfmGridReport.Types.Cell { Recency = recency.FirstCode, Frequency = count.FirstCode, Monetary = count.SecondCode, Subscribers = count.Count });
                    report.Total += count.Count;
                }
            }
            if (request.Csv) report.Csv = Csv.Write(["recency", "frequency", "monetary", "subscribers"], report.Cells.Select(static c => new object[] { c.Recency, c.Frequency, c.Monetary, c.Subscribers }));
            return report;
        }, context.CancellationToken);
    }

    public override async Task<ListReportDaysResponse> ListReportDays(ListReportDaysRequest request, ServerCallContext context)
    {
        var response = new ListReportDaysResponse();
        foreach (var day in await _model.ListDaysAsync(context.CancellationToken))
            response.Days.Add(new KeptReportDay { Day = Calendar.DayName(day.Day), AsOf = SubscriberFacts.ToTime(day.AsOf), MadeUp = day.IsMadeUp });
        return response;
    }
}
