using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Tests.Classification;

/// <summary>What the classes must be by the default policy: computed anew from the list of what happened, with the zone as .NET knows it, and with
/// the rules of domain §3 written down once more.</summary>
internal sealed class InsightOracle
{
    private readonly Scenario _scenario;
    private readonly long _time;
    private readonly DateOnly _today;
    private readonly int _month;
    private readonly int _fullMonths;
    private readonly int _tenure;
    private readonly DateOnly? _left;

    internal InsightOracle(Scenario scenario, long time)
    {
        (_scenario, _time, _today) = (scenario, time, scenario.DayOf(time));
        var statuses = In<StatusChanged>().ToArray();
        if (statuses.Length > 0 && statuses[^1].Status == SubscriberStatus.Terminated)
            _left = scenario.DayOf(statuses.Reverse().TakeWhile(s => s.Status == SubscriberStatus.Terminated).Last().Time);
        _month = MonthOf(_left is { } left && left < _today ? left : _today);
        var activation = scenario.DayOf(scenario.Profile.ActivationTime);
        var end = _left ?? _today;
        while (activation.AddMonths(_tenure + 1) <= end) _tenure++;
        var firstFull = MonthOf(activation) + (scenario.Profile.ActivationTime == scenario.At(new DateTime(activation.Year, activation.Month, 1)) ? 0 : 1);
        _fullMonths = Math.Max(0, _month - firstFull);
    }

    internal void Check(Insight insight)
    {
        var average = Enumerable.Range(1, Math.Min(3, _fullMonths)).Select(Bill).Aggregate((Int128)0, (a, b) => a + b) / Math.Max(1, Math.Min(3, _fullMonths));
        var arrears = ArrearsDays();
        var midHighEnd = MidHighEnd();
        var retention = Retention(midHighEnd, average, arrears);
        var margin = average - Cost();
        Assert.Equal(Value(average, margin), insight.Value);
        Assert.Equal(midHighEnd, insight.MidHighEnd);
        Assert.Equal(retention, insight.Retention);
        var credit = Credit(arrears);
        Assert.Equal(credit, insight.Credit.Score, 2e-6);
        Assert.Equal(credit >= 80 ? CreditList.Red : credit < 40 ? CreditList.Black : CreditList.Grey, insight.Credit.List);
        Assert.Equal(Satisfaction(), insight.Satisfaction.Score, 2e-6);
        var trend = Trend(Sessions);
        Assert.Equal(trend, insight.FrequencyTrend);
        Assert.Equal(Trend(Bill), insight.RevenueTrend);
        Assert.Equal(Loyalty(trend), insight.Loyalty.Score, 2e-6);
        CheckRfm(insight, trend);
        Assert.Equal(Pattern(), insight.UsagePattern);
        var brand = Brand(midHighEnd, average);
        Assert.Equal(brand, insight.BrandFit.Brand);
        Assert.Equal(Stage(arrears, retention, margin, trend, brand), insight.LifeCycle.Stage);
        var stars = (50 * Math.Clamp((double)average / 5e8, 0, 1)) + (30 * Math.Min(1, _tenure / 60.0)) + (20 * credit / 100);
        Assert.Equal(stars, insight.StarLevel.Score, 2e-6);
        Assert.Equal(_left is null ? RelationshipClass.Existing : RelationshipClass.Historical, insight.Relationship);
    }

    private IEnumerable<T> In<T>() where T : BusinessFact => _scenario.Facts.OfType<T>().Where(f => f.Time <= _time).OrderBy(f => f.Time);

    private Int128 Bill(int ago)
    {
        var issued = _scenario.Facts.OfType<BillIssued>().Where(f => f.Month == _month - ago).MaxBy(f => f.Time);
        if (issued is not null) return issued.NetMicros + _scenario.Facts.OfType<BillAdjusted>().Where(f => f.Month == _month - ago).Sum(f => f.AmountMicros);
        return Int128.Max(0, _scenario.Records.Where(r => r.Charge is not null && r.Currency == "CNY" && MonthOf(_scenario.DayOf(r.Start)) == _month - ago).Aggregate((Int128)0, (sum, r) => sum + (Sign(r) * r.Charge!.Value)));
    }

    private static int Sign(Support.Usage record) => record.ReversalOf.Length > 0 ? -1 : 1;

    private IEnumerable<Support.Usage> Used(int ago) => _scenario.Records.Where(r => MonthOf(_scenario.DayOf(r.Start)) == _month - ago);

    private Int128 Sessions(int ago) => Used(ago).Aggregate((Int128)0, (sum, r) => sum + (Sign(r) * (long)r.Events));

    private Int128 Cost()
    {
        var months = Math.Min(3, _fullMonths);
        if (months == 0) return 0;
        Int128 sum = 0;
        for (var ago = 1; ago <= months; ago++)
        {
            if (_scenario.Facts.OfType<CostReported>().Where(f => f.Month == _month - ago).MaxBy(f => f.Time) is { } fact)
            {
                sum += fact.AmountMicros;
                continue;
            }
            var minutes = Used(ago).Where(r => r.Service == ServiceKind.Voice).Sum(r => Sign(r) * (long)((r.Duration + 59) / 60));
            var octets = Used(ago).Where(r => r.Service is ServiceKind.Data or ServiceKind.Mms).Sum(r => Sign(r) * (long)(r.Up + r.Down));
            var contacts = _scenario.Facts.OfType<InteractionRecorded>().Count(f => f is { Channel: ContactChannel.Hotline, Direction: ContactDirection.Inbound } && MonthOf(_scenario.DayOf(f.Time)) == _month - ago);
            sum += 15_000_000 + (Math.Max(0, minutes) * 10_000) + ((Int128)Math.Max(0, octets) * 2_000_000 / (1L << 30)) + (contacts * 5_000_000);
        }
        return sum / months;
    }

    private CustomerDescribed? Customer => _scenario.Facts.OfType<CustomerDescribed>().MaxBy(f => f.Time);

    private IEnumerable<MembershipChanged> Groups => In<MembershipChanged>().GroupBy(f => f.GroupId).Select(g => g.Last()).Where(f => !f.Left && f.GroupKind == GroupKind.EnterpriseVpn);

    private ValueClass Value(Int128 revenue, Int128 margin)
    {
        if (Customer is { IsMajor: true } or { IsInfluential: true } || Groups.Any(g => g is { EnterpriseClass: EnterpriseClass.A, IsKeyMember: true })) return ValueClass.Important;
        if (_fullMonths == 0) return ValueClass.None;
        return (long)(revenue / 1_000_000) switch
        {
            >= 500 => ValueClass.Important,
            >= 100 => ValueClass.High,
            >= 30 => ValueClass.Ordinary,
            _ => margin < 0 ? ValueClass.LowReleasable : ValueClass.LowToImprove,
        };
    }

    private MidHighEndClass MidHighEnd()
    {
        if (Enumerable.Range(1, 4).Any(first => Enumerable.Range(first, 3).All(ago => Bill(ago) > 100_000_000))) return MidHighEndClass.Dynamic;
        return Bill(1) >= 80_000_000 ? MidHighEndClass.Quasi : MidHighEndClass.None;
    }

    private RetentionClass Retention(MidHighEndClass midHighEnd, Int128 average, int arrears)
    {
        var isDynamic = midHighEnd == MidHighEndClass.Dynamic;
        if (isDynamic && (Bill(1) + Bill(2) + Bill(3) < 150_000_000 || arrears > 30)) return RetentionClass.ChurnProne;
        var key = Groups.Where(g => g.EnterpriseClass == EnterpriseClass.A).ToArray();
        if (average >= 300_000_000 || key.Any(g => g.IsKeyMember)) return RetentionClass.Important;
        if (isDynamic && average < 100_000_000) return RetentionClass.IrregularDemand;
        return average >= 100_000_000 && key.Length == 0 ? RetentionClass.OrdinaryMidHighEnd : RetentionClass.None;
    }

    private long Since(ArrearsReported report) => report.SinceTime == 0 ? report.Time : Math.Min(report.Time, report.SinceTime);

    private int ArrearsDays() =>
        _scenario.Facts.OfType<ArrearsReported>().MaxBy(f => f.Time) is { AmountMicros: > 0 } last ? (int)Math.Max(0, (_time - Since(last)) / 86_400) : 0;

    private double Credit(int arrears)
    {
        var reports = _scenario.Facts.OfType<ArrearsReported>().OrderBy(f => f.Time).ToArray();
        var months = Enumerable.Range(MonthOf(_today) - 11, 12).Count(month => reports.Select((r, i) => (Report: r, Until: i + 1 < reports.Length ? reports[i + 1].Time : _time))
            .Any(r => r.Report.AmountMicros > 0 && MonthOf(_scenario.DayOf(Since(r.Report))) <= month && MonthOf(_scenario.DayOf(r.Until)) >= month));
        var broken = _scenario.Facts.OfType<PromiseSettled>().Count(f => f.IsBroken && _scenario.DayOf(f.Time).AddMonths(6) > _today);
        return Math.Clamp(100 - (10 * months) - (arrears > 60 ? 20 : 0) - (30 * broken), 0, 100);
    }

    private double Satisfaction()
    {
        var surveys = _scenario.Facts.OfType<SurveyScored>().Select(s => (s.Score, Weight: Math.Pow(0.5, (_today.DayNumber - _scenario.DayOf(s.Time).DayNumber) / 180.0))).ToArray();
        var mean = surveys.Length == 0 ? 75 : surveys.Sum(s => s.Score * s.Weight) / surveys.Sum(s => s.Weight);
        var complaints = _scenario.Facts.OfType<CaseChanged>().Where(f => f.CaseKind == CaseKind.Complaint).GroupBy(f => f.CaseId).Select(g => g.OrderBy(f => f.Time).ToArray()).ToArray();
        var open = complaints.Count(c => c[^1].Stage < CaseStage.Resolved);
        var recent = complaints.Count(c => _scenario.DayOf((c.FirstOrDefault(f => f.Stage == CaseStage.Opened) ?? c[0]).Time).AddDays(90) > _today);
        var voice = Used(0).Concat(Used(1)).Where(r => r.Service == ServiceKind.Voice).ToArray();
        var calls = voice.Sum(r => Sign(r) * (long)r.Events);
        var dropped = Math.Max(0, voice.Where(r => r.CloseCause == 4).Sum(Sign));
        var percent = calls > 0 ? Math.Min(100, 100.0 * dropped / calls) : 0;
        return (0.6 * mean) + (0.4 * Math.Clamp(100 - (15 * open) - (8 * recent) - (2 * percent), 0, 100));
    }

    private Trend Trend(Func<int, Int128> amount)
    {
        var sum = amount(1) + amount(2) + amount(3);
        if (_fullMonths < 3 || sum <= 0) return Domain.Classification.Trend.None;
        var slope = (double)(amount(1) - amount(3)) / 2 / ((double)sum / 3);
        return slope >= 0.1 - 1e-12 ? Domain.Classification.Trend.Rising : slope <= -0.1 + 1e-12 ? Domain.Classification.Trend.Falling : Domain.Classification.Trend.Steady;
    }

    private double Loyalty(Trend trend)
    {
        var measures = In<MeasureJoined>().GroupBy(f => f.MeasureId).Select(g => g.Last())
            .Count(f => (f.EndTime == 0 || f.EndTime > _time) && !In<MeasureLeft>().Any(l => l.MeasureId == f.MeasureId && l.Time >= f.Time));
        var services = _scenario.Facts.OfType<AddOnChanged>().GroupBy(f => f.Name).Select(g => g.MaxBy(f => f.Time)!).Count(f => f.State != AddOnState.Cancelled && f.Name.ToLowerInvariant() is "mail" or "im" or "music");
        return (25 * Math.Min(1, _tenure / 60.0)) + (25 * Math.Min(1, measures / 3.0)) + (20 * Math.Min(1, services / 3.0))
            + (15 * trend switch { Domain.Classification.Trend.Rising => 1, Domain.Classification.Trend.Falling => 0, _ => 0.7 }) + 15;
    }

    private void CheckRfm(Insight insight, Trend trend)
    {
        var outgoing = _scenario.Records.Where(r => r.ReversalOf.Length == 0 && r.Direction == UsageDirection.Outgoing).Select(r => r.Start).DefaultIfEmpty().Max();
        var days = outgoing == 0 ? int.MaxValue : Math.Max(0, _today.DayNumber - _scenario.DayOf(outgoing).DayNumber);
        var recent = _scenario.Records.Where(r => _today.DayNumber - _scenario.DayOf(r.Start).DayNumber is >= 0 and < 30).ToArray();
        var sessions = Math.Max(0, recent.Sum(r => Sign(r) * (long)r.Events));
        var charge = Math.Max(0, recent.Where(r => r.Charge is not null && r.Currency == "CNY").Sum(r => Sign(r) * r.Charge!.Value));
        Assert.Equal(days <= 1 ? 5 : days <= 3 ? 4 : days <= 7 ? 3 : days <= 14 ? 2 : 1, insight.Rfm.Recency);
        Assert.Equal(1 + new[] { 10, 30, 60, 120 }.Count(c => sessions >= c), insight.Rfm.Frequency);
        Assert.Equal(1 + new[] { 20, 50, 100, 200 }.Count(c => charge >= c * 1_000_000L), insight.Rfm.Monetary);
        Assert.Equal(trend switch { Domain.Classification.Trend.Falling => RfmTreatment.WinBack, Domain.Classification.Trend.Rising => RfmTreatment.Develop, _ => sessions >= 60 ? RfmTreatment.Care : RfmTreatment.None }, insight.Rfm.Treatment);
    }

    /// <summary>Day by day, with lists: the last four weeks of use, what lies in the months before, and the silence behind.</summary>
    private UsagePattern Pattern()
    {
        var byDay = _scenario.Records.GroupBy(r => _scenario.DayOf(r.Start).DayNumber).ToDictionary(g => g.Key, g => g.Sum(r => Sign(r) * (long)r.Events));
        var today = _today.DayNumber;
        var kept = byDay.Keys.DefaultIfEmpty().Max() - 34;
        if (_left is not null || byDay.Where(d => d.Value > 0 && d.Key <= today && d.Key >= kept).Select(d => d.Key).DefaultIfEmpty(0).Max() is not (> 0 and var latest)) return UsagePattern.None;
        var last = Math.Min(latest, today - 1);
        var days = Enumerable.Range(0, 34).Select(ago => last - ago).TakeWhile(d => d >= kept).Select(d => Math.Max(0, byDay.GetValueOrDefault(d))).ToList();
        if (days.Count < 28) return UsagePattern.None;
        var earliest = DateOnly.FromDayNumber(last - 48);
        var earlier = byDay.Where(d => d.Key < last - 27 && d.Key >= earliest.AddDays(1 - earliest.Day).DayNumber).GroupBy(d => MonthOf(DateOnly.FromDayNumber(d.Key)))
            .Select(g => (Month: g.Key, Events: g.Sum(d => d.Value))).Where(m => m.Events > 0).OrderBy(m => m.Month).ToArray();
        var earlierDays = 0;
        if (earlier.Length > 0)
        {
            var begin = new DateOnly(earlier[0].Month / 12, (earlier[0].Month % 12) + 1, 1);
            var activation = _scenario.DayOf(_scenario.Profile.ActivationTime);
            if (activation > begin && activation < begin.AddMonths(1)) begin = activation;
            earlierDays = Math.Max(0, last - 27 - begin.DayNumber);
        }
        var used = earlierDays == 0 ? days.FindLastIndex(27, d => d > 0) + 1 : 28 + earlierDays;
        days = [.. days.Take(used)];
        var recent = days.Take(28).ToArray();
        if (recent.Length == 0) return UsagePattern.None;
        var rate = recent.Sum() / (double)Math.Max(7, recent.Length);
        var silent = Math.Max(0, today - latest - 1);
        var gap = string.Concat(days.Select(d => d > 0 ? '1' : '0')).Split('1').Max(s => s.Length);
        if (silent >= 7 && silent * rate >= 6 && silent > 1.5 * gap) return UsagePattern.FallenSilent;
        var parts = recent.Select((d, ago) => (Ago: ago, Events: d)).GroupBy(d => d.Ago / 7).Select(w => (At: w.Average(d => d.Ago), Days: w.Count(), Events: w.Sum(d => d.Events))).ToList();
        if (earlierDays > 0) parts.Add((28 + ((earlierDays - 1) / 2.0), earlierDays, earlier.Sum(m => m.Events)));
        var events = parts.Sum(p => p.Events);
        var length = parts.Sum(p => p.Days);
        if (events < 20 || length < 21) return UsagePattern.None;
        var sums = days.Count < 7 ? [] : Enumerable.Range(0, days.Count - 6).Select(at => (double)days.Skip(at).Take(7).Sum()).ToArray();
        double scatter = 0, spread = 0;
        if (sums.Length >= 15 && sums.Sum() > 0)
        {
            var middle = (sums.Length - 1) / 2.0;
            var steep = sums.Select((s, at) => (at - middle) * s).Sum() / sums.Select((_, at) => (at - middle) * (at - middle)).Sum();
            var variance = sums.Select((s, at) => Math.Pow(s - sums.Average() - (steep * (at - middle)), 2)).Sum() / (sums.Length - 2);
            (scatter, spread) = (variance / sums.Average(), Math.Sqrt(Math.Max(0, variance - sums.Average())) / sums.Average());
        }
        if (spread >= 0.35 && scatter >= 2) return UsagePattern.Irregular;
        var mean = parts.Sum(p => p.Days * p.At) / length;
        var square = parts.Sum(p => p.Days * (p.At - mean) * (p.At - mean)) / length;
        if (square <= 0) return UsagePattern.Steady;
        var step = mean - (parts.Sum(p => p.Events * p.At) / events);
        var sigmas = step * Math.Sqrt(events / square / Math.Max(1, scatter));
        if (Math.Abs(step * 7 / square) < 0.05 || Math.Abs(sigmas) < 2.5) return UsagePattern.Steady;
        return step > 0 ? UsagePattern.Growing : UsagePattern.Fading;
    }

    private string? Brand(MidHighEndClass midHighEnd, Int128 average)
    {
        if (_fullMonths < 3) return null;
        var used = Used(1).Concat(Used(2)).Concat(Used(3)).ToArray();
        double Count(Func<Support.Usage, bool> which) => used.Where(which).Sum(r => Sign(r) * (double)r.Events);
        var roaming = Count(r => r.VisitedPlmn.Length > 0 || r.Type == RecordTypes.Roaming);
        if (midHighEnd != MidHighEndClass.None || Customer?.CustomerKind == CustomerKind.Organisation || Groups.Any() || (Count(_ => true) > 0 && roaming / Count(_ => true) >= 0.10)) return "GoTone";
        var outgoing = Count(r => r.Direction == UsageDirection.Outgoing);
        var data = Count(r => r.Direction == UsageDirection.Outgoing && r.Service == ServiceKind.Data);
        var isYoung = Customer is not { BirthYear: > 0 } || _today.Year - Customer.BirthYear is >= 15 and <= 25;
        return isYoung && average < 100_000_000 && outgoing > 0 && data / outgoing >= 0.55 ? "M-Zone" : "Easyown";
    }

    private LifeCycleStage Stage(int arrears, RetentionClass retention, Int128 margin, Trend trend, string? brand)
    {
        if (_left is { } left) return left.AddMonths(12) >= _today ? LifeCycleStage.WinBack : LifeCycleStage.None;
        if (arrears > 60) return LifeCycleStage.BadDebtControl;
        if (retention == RetentionClass.ChurnProne) return LifeCycleStage.ChurnWarning;
        if (_tenure < 3) return LifeCycleStage.Acquisition;
        if (In<ContractSigned>().LastOrDefault() is { } contract && _scenario.DayOf(contract.EndTime).DayNumber - _today.DayNumber is >= 0 and <= 60) return LifeCycleStage.ContractRenewal;
        var held = In<BrandChanged>().LastOrDefault()?.Brand ?? _scenario.Profile.Brand;
        if (brand is not null && brand != held) return LifeCycleStage.BrandMigration;
        if (_fullMonths > 0 && margin < 0) return LifeCycleStage.ServiceCostControl;
        return trend == Domain.Classification.Trend.Rising ? LifeCycleStage.CrossSell : LifeCycleStage.RevenueStimulation;
    }

    private static int MonthOf(DateOnly day) => (day.Year * 12) + day.Month - 1;
}
