using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Classification;

/// <summary>Fills the inputs of every class from a subscriber's state, and asks the rules in the order in which they need each other.</summary>
internal partial struct InsightReader
{
    private readonly SubscriberState _state;
    private readonly Policy _policy;
    private readonly InsightOptions _options;
    private readonly Calendar _calendar;

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    private readonly long _time;
    private readonly RelationshipDigest _ties;
    private readonly UsageDigest _usage;
    private NextChange _next;

    /// <summary>Full months of the subscription before the month looked at, at most <see cref="MonthAmounts.Length"/>.</summary>
    private int _fullMonths;

    /// <summary>Null = not registered.</summary>
    private int? _tenureMonths;
    private MonthAmounts _bills;

    internal InsightReader(SubscriberState state, Policy policy, FoldParameters parameters, long now, in InsightOptions options)
    {
        (_state, _policy, _options, _calendar, Now, _time) = (state, policy, options, parameters.Calendar, now, now / 1_000);
        _next = new NextChange(_calendar, _time);
        _ties = RelationshipDigest.Of(state.Relationship, policy, _calendar, _time, ref _next);
        _usage = UsageDigest.Of(state, parameters, _next.Today, _ties.Month);
        _bills = default;
        Portrait = Portrait.Empty;
    }

    internal long Now { get; }

    internal RelationshipClass Relationship { get; private set; }

    internal AttributeClass Attribute { get; private set; }

    internal ValueClass Value { get; private set; }

    internal Credit Credit { get; private set; }

    internal Satisfaction Satisfaction { get; private set; }

    internal Loyalty Loyalty { get; private set; }

    internal Trend RevenueTrend { get; private set; }

    internal Trend FrequencyTrend { get; private set; }

    internal UsagePattern UsagePattern { get; private set; }

    internal Rfm Rfm { get; private set; }

    internal MidHighEndClass MidHighEnd { get; private set; }

    internal bool CountsInKpi { get; private set; }

    internal RetentionClass Retention { get; private set; }

    internal LifeCycle LifeCycle { get; private set; }

    internal BrandFit BrandFit { get; private set; }

    internal StarLevel StarLevel { get; private set; }

    internal ChurnScore? ChurnScore { get; private set; }

    internal ChurnBand ChurnBand { get; private set; }

    internal Portrait Portrait { get; private set; }

    internal readonly long NextChange => _next.Time == long.MaxValue ? long.MaxValue : _next.Time * 1_000;

    /// <param name="features">To be filled, all of them.</param>
    /// <param name="inputs">Likewise.</param>
    internal void Read(Span<double> features, ClassificationInputs inputs)
    {
        // Whatever is about full months, months with arrears, ages in years.
        _next.AtDay(Calendar.FirstDayOf(Calendar.MonthOf(_next.Today) + 1));
        ReadTenure();
        ReadBills();
        var revenue = ThreeMonths(_bills[3], _bills[2], _bills[1]);
        var frequency = ThreeMonths(_usage.Month(3).Sessions, _usage.Month(2).Sessions, _usage.Month(1).Sessions);
        RevenueTrend = TrendRule.Of(revenue, _policy.Trend);
        FrequencyTrend = TrendRule.Of(frequency, _policy.Trend);
        var relationship = new RelationshipInputs(HasLine: _ties.TerminatedTime is null, HadLine: _ties.TerminatedTime is not null, false, false);
        Relationship = RelationshipRule.Of(relationship);
        var attribute = new AttributeInputs(_ties.IsOrganisation, _ties.IsMajor);
        Attribute = AttributeRule.Of(attribute);
        var midHighEnd = new MidHighEndInputs(_bills);
        MidHighEnd = MidHighEndRule.Of(midHighEnd, _policy.MidHighEnd);
        var value = ReadValue();
        Value = ValueRule.Of(value, _policy.Value);
        var credit = ReadCredit();
        Credit = Credit.Of(credit, _policy.Credit);
        var satisfaction = ReadSatisfaction();
        Satisfaction = Satisfaction.Of(satisfaction, _policy.Satisfaction);
        var loyalty = new LoyaltyInputs(_tenureMonths ?? 0, _ties.Measures, _ties.StickyServices, FrequencyTrend, CompetitorShare: 0);
        Loyalty = Loyalty.Of(loyalty, _policy.Loyalty);
        var rfm = ReadRfm();
        var pattern = ReadUsagePattern();
        var retention = new RetentionInputs(MidHighEnd, _fullMonths, _bills, credit.ArrearsDays, _ties.IsKeyMember, _ties.IsMemberOfKey);
        Retention = RetentionRule.Of(retention, _policy.Retention);
        var average = _bills.Mean(Math.Min(_policy.Value.MonthsAveraged, _fullMonths));
        var brand = ReadBrandFit(average);
        BrandFit = BrandFit.Of(brand, _policy.Brands);
        var stars = new StarLevelInputs(average, _tenureMonths ?? 0, Credit.Score);
        StarLevel = StarLevel.Of(stars, _policy.StarLevel);
        ReadChurn(features, credit);
        var lifeCycle = ReadLifeCycle(value, credit, average);
        LifeCycle = LifeCycle.Of(lifeCycle, _policy.LifeCycle);
        var kpi = new KpiMonthInputs(_bills[1], OutgoingMinutes, IsOnNetworkAtEnd: IsOnNetworkAtLastMonthsEnd);
        CountsInKpi = KpiMonthRule.Counts(kpi, _policy.MidHighEnd);
        if (_options.WithPortrait) Portrait = PortraitReader.Of(_state, _policy.Portrait, _calendar, _next.Today);
        inputs.Relationship = relationship;
        inputs.Attribute = attribute;
        inputs.Value = value;
        inputs.Credit = credit;
        inputs.Satisfaction = satisfaction;
        inputs.Loyalty = loyalty;
        inputs.RevenueTrend = revenue;
        inputs.FrequencyTrend = frequency;
        inputs.Rfm = rfm;
        inputs.UsagePattern = pattern;
        inputs.MidHighEnd = midHighEnd;
        inputs.KpiMonth = kpi;
        inputs.Retention = retention;
        inputs.LifeCycle = lifeCycle;
        inputs.BrandFit = brand;
        inputs.StarLevel = stars;
    }

    /// <summary>Outgoing minutes of the last full month: as billed, else as used.</summary>
    private readonly long OutgoingMinutes => (_ties.Billed >> 1 & 1) != 0 ? _ties.BilledMinutes : Math.Max(0, _usage.Month(1).OutgoingMinutes);

    private readonly bool IsOnNetworkAtLastMonthsEnd =>
        _fullMonths > 0 || (_state.Profile is { } profile && profile.ActivationTime < _calendar.StartOf(Calendar.FirstDayOf(_ties.Month)))
            ? _ties.Month == Calendar.MonthOf(_next.Today)
            : false;

    private readonly TrendInputs ThreeMonths(double first, double middle, double last) => new(_fullMonths >= 3, first, middle, last);

    private void ReadTenure()
    {
        if (_state.Profile is not { } profile) return;
        var end = _ties.TerminatedTime is { } terminated ? Math.Min(_next.Today, _calendar.DayOf(terminated)) : _next.Today;
        var activation = _calendar.DayOf(profile.ActivationTime);
        _tenureMonths = LocalDates.FullMonths(activation, end);
        if (_ties.TerminatedTime is null) _next.AtDay(LocalDates.AddMonths(activation, _tenureMonths.Value + 1));
        var month = Calendar.MonthOf(activation);
        if (profile.ActivationTime > _calendar.StartOf(Calendar.FirstDayOf(month))) month++;
        _fullMonths = Math.Clamp(_ties.Month - month, 0, MonthAmounts.Length);
    }

    /// <summary>A month without a bill comes to its charges.</summary>
    private void ReadBills()
    {
        for (var ago = 1; ago <= MonthAmounts.Length; ago++)
            _bills[ago] = (_ties.Billed >> ago & 1) != 0 ? _ties.Bills[ago] : Math.Max(0, _usage.Month(ago).ChargeMicros);
    }

    private readonly ValueInputs ReadValue()
    {
        var months = Math.Min(_policy.Value.MonthsAveraged, _fullMonths);
        Int128 cost = 0;
        for (var ago = 1; ago <= months; ago++)
        {
            ref readonly var use = ref _usage.Month(ago);
            cost += CostToServe.Of(new CostToServeInputs(
                (_ties.Costed >> ago & 1) != 0 ? _ties.Costs[ago] : null,
                Math.Max(0, use.Minutes), Math.Max(0, use.Octets), (int)_ties.CallCentreContacts[ago]), _policy.CostToServe);
        }
        return new ValueInputs(months, _bills.Mean(months), months == 0 ? 0 : (long)(cost / months), _ties.IsInfluential, _ties.IsMajor, _ties.IsKeyMember);
    }

    private CreditInputs ReadCredit()
    {
        var months = System.Numerics.BitOperations.PopCount(_ties.ArrearsMonths & ((1u << _policy.Credit.ArrearsMonths) - 1));
        var days = 0;
        if (_ties.ArrearsSince is { } since)
        {
            days = (int)Math.Max(0, (_time - since) / SecondsOfDay);
            NextArrears(since, _policy.Credit.LongArrearsDays);
            NextArrears(since, _policy.LifeCycle.BadDebtAfterDays);
            NextArrears(since, _policy.Retention.ChurnProneArrearsMonths * RetentionInputs.DaysOfMonth);
        }
        return new CreditInputs(months, days, _ties.BrokenPromises);
    }

    /// <summary>Older than so many full days.</summary>
    private void NextArrears(long since, int days) => _next.At(since + ((days + 1L) * SecondsOfDay));

    private readonly SatisfactionInputs ReadSatisfaction()
    {
        var calls = _usage.Month(0).Calls + _usage.Month(1).Calls;
        var dropped = Math.Max(0, _usage.Month(0).DroppedCalls + _usage.Month(1).DroppedCalls);
        return new SatisfactionInputs(_ties.Surveys.Value, _ties.OpenComplaints, _ties.RecentComplaints, calls > 0 ? Math.Min(1, (double)dropped / calls) : 0);
    }

    private readonly BrandFitInputs ReadBrandFit(long average)
    {
        long outgoing = 0, data = 0, sessions = 0, roaming = 0;
        for (var ago = 1; ago <= Math.Min(_policy.Brands.MonthsNeeded, MonthAmounts.Length); ago++)
        {
            ref readonly var use = ref _usage.Month(ago);
            outgoing += use.Outgoing;
            data += use.OutgoingData;
            sessions += use.Sessions;
            roaming += use.Roaming;
        }
        return new BrandFitInputs
        {
            Brand = _ties.Brand ?? _state.Profile?.Brand ?? "",
            Months = _fullMonths,
            Age = _ties.BirthYear > 0 ? (Calendar.MonthOf(_next.Today) / 12) - _ties.BirthYear : null,
            IsBusiness = _ties.IsOrganisation == true || _ties.IsEnterpriseMember,
            IsOrganisation = _ties.IsOrganisation == true,
            AverageBillMicros = average,
            DataShare = outgoing > 0 ? (double)Math.Max(0, data) / outgoing : null,
            RoamingShare = sessions > 0 ? (double)Math.Max(0, roaming) / sessions : null,
            MidHighEnd = MidHighEnd,
        };
    }

    private LifeCycleInputs ReadLifeCycle(in ValueInputs value, in CreditInputs credit, long average)
    {
        int? terminated = null, toEnd = null;
        if (_ties.TerminatedTime is { } time)
        {
            var day = _calendar.DayOf(time);
            terminated = LocalDates.BegunMonths(day, _next.Today);
            if (LocalDates.AddMonths(day, _policy.LifeCycle.WinBackMonths) is var last and not LocalDates.Never) _next.AtDay(last + 1);
        }
        if (_ties.ContractEnd is { } end && _calendar.DayOf(end) is var endDay && endDay >= _next.Today)
        {
            toEnd = endDay - _next.Today;
            _next.AtDay(endDay - _policy.LifeCycle.RenewalDays);
            _next.AtDay(endDay + 1);
        }
        return new LifeCycleInputs
        {
            MonthsTerminated = terminated,
            ArrearsDays = credit.ArrearsDays,
            IsChurnProne = Retention == RetentionClass.ChurnProne,
            RiskBand = ChurnBand,
            TenureMonths = _tenureMonths,
            DaysToContractEnd = toEnd,
            PlanSavingMicros = _options.PlanSavingMicros,
            AverageBillMicros = average,
            BrandFit = BrandFit.Class,
            MarginMicros = value.Months > 0 ? value.MarginMicros : null,
            FrequencyTrend = FrequencyTrend,
        };
    }

    private const long SecondsOfDay = 86_400;
}
