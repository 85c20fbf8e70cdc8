using CustomerGrains.Server.Subscribers;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Reports;

/// <summary>GetMeasureCoverage: how many measures hold a subscriber (domain §5: two or more is cross-stabilised), and which.</summary>
public sealed class MeasureCoverageReporter
{
    private static readonly RowField[] Fields = [SubscriberFields.Status, SubscriberFields.Measures, SubscriberFields.MeasureCount];

    private readonly ReportViews _views;

    public MeasureCoverageReporter(ReportViews views) => _views = views;

    internal async Task<MeasureCoverageReport> ReportAsync(GetMeasureCoverageRequest request, CancellationToken cancellationToken)
    {
        var condition = ReportArguments.Filter(request.Filter);
        var report = await _views.ReadAsync("day", request.Day, ReportArguments.Fields(condition, Fields), view =>
        {
            var groups = ClassTally.Of(ReportConditions.Population(view.Classes, condition), (view.Classes, SubscriberFields.Measures), (view.Classes, SubscriberFields.MeasureCount));
            return Report(view, groups);
        }, cancellationToken);
        if (request.Csv) report.Csv = Csv.Write(["group", "value", "subscribers", "share"], Lines(report));
        return report;
    }

    private static MeasureCoverageReport Report(ReportView view, IReadOnlyList<ClassGroup> groups)
    {
        var report = new MeasureCoverageReport { AsOf = SubscriberFacts.ToTime(view.AsOf), MadeUp = view.IsMadeUp };
        foreach (var group in groups)
        {
            report.Total += group.Count;
            switch (group.Codes[1])
            {
                case 0: report.ByNone += group.Count; break;
                case 1: report.ByOne += group.Count; break;
                case 2: report.ByTwo += group.Count; break;
                default: report.ByThreeOrMore += group.Count; break;
            }
        }
        report.CrossStabilised = report.ByTwo + report.ByThreeOrMore;
        foreach (var (name, bit) in MeasureNames.All)
        {
            report.Measures.Add(new MeasureCoverageReport.Types.Measure
            {
                Measure_ = name,
                Holders = groups.Where(g => (g.Codes[0] >> bit & 1) != 0).Sum(static g => g.Count),
                Only = groups.Where(g => g.Codes[0] == 1 << bit).Sum(static g => g.Count),
            });
        }
        return report;
    }

    private static IEnumerable<object[]> Lines(MeasureCoverageReport report)
    {
        yield return Line("measures", "0", report.ByNone);
        yield return Line("measures", "1", report.ByOne);
        yield return Line("measures", "2", report.ByTwo);
        yield return Line("measures", "3 or more", report.ByThreeOrMore);
        yield return Line("measures", "2 or more", report.CrossStabilised);
        foreach (var measure in report.Measures) yield return Line("holders", measure.Measure_, measure.Holders);
        foreach (var measure in report.Measures) yield return Line("only", measure.Measure_, measure.Only);
        yield return Line("total", "", report.Total);

        object[] Line(string group, string value, long count) => [group, value, count, report.Total == 0 ? 0 : (double)count / report.Total];
    }
}
