using CustomerGrains.Domain.Time;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Subscribers;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using SubscriberStatus = CustomerGrains.Domain.Relationships.SubscriberStatus;

namespace CustomerGrains.Server.Reports;

/// <summary>GetMeasureEffect (domain §5): churn of a measure's holders against comparable others, by tenure band and plan.</summary>
public sealed class MeasureEffectReporter
{
    private const int MaxHorizon = DayKeeper.KeptDays;

    private static readonly RowField[] Fields = [SubscriberFields.Status, SubscriberFields.TenureBand, SubscriberFields.Plan, SubscriberFields.Measures];

    private readonly ReportViews _views;

    public MeasureEffectReporter(ReportViews views) => _views = views;

    internal async Task<MeasureEffectReport> ReportAsync(GetMeasureEffectRequest request, CancellationToken cancellationToken)
    {
        if (request.Day.Length == 0) throw Errors.InvalidArgument("day", "is missing; give a day as 2026-03-15.");
        var measures = MeasureNames.Find("measure", request.Measure);
        var condition = ReportArguments.Filter(request.Filter);
        var (field, endDay) = End(request);
        var start = await _views.OpenDayAsync("day", request.Day, ReportArguments.Fields(condition, Fields), cancellationToken);
        var report = await _views.ReadAsync(field, endDay, [SubscriberFields.Status], end =>
        {
            var population = ReportConditions.Population(start.Classes, condition);
            var known = population.And(end.Classes.All);
            var groups = ClassTally.Of(known, (start.Classes, SubscriberFields.TenureBand), (start.Classes, SubscriberFields.Plan), (start.Classes, SubscriberFields.Measures), (end.Classes, SubscriberFields.Status));
            return new MeasureEffectReport
            {
                Measures = { measures.Select(m => Effect(m.Name, m.Bit, groups)) },
                Unknown = population.Count - known.Count,
                StartAsOf = SubscriberFacts.ToTime(start.AsOf),
                EndAsOf = SubscriberFacts.ToTime(end.AsOf),
                MadeUp = start.IsMadeUp || end.IsMadeUp,
            };
        }, cancellationToken);
        if (request.Csv) report.Csv = ToCsv(report);
        return report;
    }

    private static (string Field, string Day) End(GetMeasureEffectRequest request)
    {
        var first = ReportViews.DayNumber("day", request.Day);
        if (request.HorizonDays is < 0 or > MaxHorizon) throw Errors.InvalidArgument("horizon_days", $"is {request.HorizonDays}; give 0 to {MaxHorizon}.");
        if (request.HorizonDays > 0 && request.EndDay.Length > 0) throw Errors.InvalidArgument("end_day", "stands beside horizon_days; give one of them.");
        if (request.HorizonDays > 0) return ("horizon_days", Calendar.DayName(first + request.HorizonDays));
        if (request.EndDay.Length > 0 && ReportViews.DayNumber("end_day", request.EndDay) <= first) throw Errors.InvalidArgument("end_day", "is not after day.");
        return ("end_day", request.EndDay);
    }

    private static MeasureEffectReport.Types.Measure Effect(string name, int bit, IReadOnlyList<ClassGroup> groups)
    {
        var effect = new MeasureEffectReport.Types.Measure { Measure_ = name };
        var strata = new List<StratumCounts>();
        foreach (var stratum in groups.GroupBy(static g => (Tenure: g.Names[0], Plan: g.Names[1])))
        {
            var counts = CountsOf(stratum, bit);
            if (counts.Holders == 0) continue;
            strata.Add(counts);
            effect.Holders += counts.Holders;
            effect.HoldersLeft += counts.HoldersLeft;
            if (!counts.IsComparable) effect.WithoutComparables += counts.Holders;
            effect.Strata.Add(new MeasureEffectReport.Types.Stratum
            {
                TenureBand = stratum.Key.Tenure,
                Plan = stratum.Key.Plan,
                Holders = counts.Holders,
                HoldersLeft = counts.HoldersLeft,
                Others = counts.Others,
                OthersLeft = counts.OthersLeft,
            });
        }
        if (StandardisedDifference.Of(strata) is not { } difference) return effect;
        (effect.HoldersRate, effect.OthersRate, effect.Difference) = (difference.HoldersRate, difference.OthersRate, difference.Difference);
        (effect.DifferenceLow, effect.DifferenceHigh) = (difference.Difference - difference.HalfWidth, difference.Difference + difference.HalfWidth);
        return effect;
    }

    private static StratumCounts CountsOf(IEnumerable<ClassGroup> stratum, int bit)
    {
        var counts = default(StratumCounts);
        foreach (var group in stratum)
        {
            var left = group.Codes[3] == (int)SubscriberStatus.Terminated ? group.Count : 0;
            counts = (group.Codes[2] >> bit & 1) != 0
                ? counts with { Holders = counts.Holders + group.Count, HoldersLeft = counts.HoldersLeft + left }
                : counts with { Others = counts.Others + group.Count, OthersLeft = counts.OthersLeft + left };
        }
        return counts;
    }

    private static string ToCsv(MeasureEffectReport report) => Csv.Write(
        ["measure", "tenure_band", "plan", "holders", "holders_left", "others", "others_left", "without_comparables", "holders_rate", "others_rate", "difference", "difference_low", "difference_high"],
        report.Measures.SelectMany(static m => m.Strata.Select(s => Line(m, s)).Prepend(Line(m))));

    private static object[] Line(MeasureEffectReport.Types.Measure m) =>
    [
        m.Measure_, "", "", m.Holders, m.HoldersLeft, m.Strata.Sum(static s => s.Others), m.Strata.Sum(static s => s.OthersLeft), m.WithoutComparables,
        Known(m.HasHoldersRate, m.HoldersRate), Known(m.HasOthersRate, m.OthersRate), Known(m.HasDifference, m.Difference), Known(m.HasDifferenceLow, m.DifferenceLow), Known(m.HasDifferenceHigh, m.DifferenceHigh),
    ];

    private static object[] Line(MeasureEffectReport.Types.Measure m, MeasureEffectReport.Types.Stratum s) =>
    [
        m.Measure_, s.TenureBand, s.Plan, s.Holders, s.HoldersLeft, s.Others, s.OthersLeft, s.Others == 0 ? s.Holders : 0L,
        (double)s.HoldersLeft / s.Holders, Known(s.Others > 0, (double)s.OthersLeft / s.Others), "", "", "",
    ];

    private static object Known(bool isKnown, double value) => isKnown ? value : "";
}
