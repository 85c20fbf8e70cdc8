using CustomerGrains.Domain.Churn;

namespace CustomerGrains.Domain.Classification;

/// <summary>The churn features (<see cref="ChurnFeature"/> says what each is), the score, and when it changes by itself.</summary>
internal partial struct InsightReader
{
    private const double Missing = ChurnFeatures.Missing;
    private const double DaysOfMonth = 30.4375;

    /// <summary>Days of the ratio's numerator; the denominator's are the rest of <see cref="UsageDigest.Days"/>.</summary>
    private const int RecentDays = 7;
    private const int ActiveDays = 28;

    private void ReadChurn(Span<double> features, in CreditInputs credit)
    {
        features.Fill(Missing);
        features[(int)ChurnFeature.DaysSinceLastOutgoing] = _state.LastOutgoing > 0 ? Age(_state.LastOutgoing) : Missing;
        ReadActivity(features);
        ReadMonths(features);
        if (_state.Profile is { } profile) features[(int)ChurnFeature.TenureMonths] = Age(profile.ActivationTime) / DaysOfMonth;
        if (_ties.ContractEnd is { } end) features[(int)ChurnFeature.DaysToContractEnd] = (end - _time) / (double)SecondsOfDay;
        features[(int)ChurnFeature.MeasuresInForce] = _ties.Measures;
        features[(int)ChurnFeature.StickyServices] = _ties.StickyServices;
        features[(int)ChurnFeature.ArrearsDays] = credit.ArrearsDays;
        features[(int)ChurnFeature.ArrearsMonths12] = System.Numerics.BitOperations.PopCount(_ties.ArrearsMonths & 0xfff);
        features[(int)ChurnFeature.OpenComplaints] = _ties.OpenComplaints;
        features[(int)ChurnFeature.Complaints90] = _ties.Complaints90;
        features[(int)ChurnFeature.SatisfactionScore] = Satisfaction.Score;
        features[(int)ChurnFeature.PortOutRequested] = _ties.IsPortOutRequested ? 1 : 0;
        features[(int)ChurnFeature.PlanChanges6] = _ties.PlanChanges;
        if (_options.PlanSavingMicros is { } saving) features[(int)ChurnFeature.PlanSaving] = Math.Max(0, saving) / 1e6;
        if (_ties.LastInteraction is { } contact) features[(int)ChurnFeature.DaysSinceInteraction] = Age(contact);
        if (_options.Scorer is not { } scorer || _ties.TerminatedTime is not null) return;
        Span<ChurnTerm> terms = scorer.TermCount <= 64 ? stackalloc ChurnTerm[64] : new ChurnTerm[scorer.TermCount];
        ChurnScore = scorer.Score(features, terms);
        ChurnBand = scorer.BandOf(ChurnScore.Value.Probability, _policy.ChurnRisk);
        NextScore(scorer);
    }

    private readonly double Age(long time) => Math.Max(0, _time - time) / (double)SecondsOfDay;

    private readonly void ReadActivity(Span<double> features)
    {
        var days = _usage.Sessions;
        if (_state.Profile is { } profile && _next.Today - _calendar.DayOf(profile.ActivationTime) >= ActiveDays)
        {
            var active = 0;
            foreach (var day in days[..ActiveDays]) active += day > 0 ? 1 : 0;
            features[(int)ChurnFeature.ActiveDays28] = active;
        }
        var recent = Sum(days, RecentDays);
        var before = Math.Max(0, RawSum(days, UsageDigest.Days) - RawSum(days, RecentDays));
        if (before > 0) features[(int)ChurnFeature.RecentActivityRatio] = (double)recent / RecentDays / ((double)before / (UsageDigest.Days - RecentDays));
        if (_usage.SameDaysBefore > 0) features[(int)ChurnFeature.MonthToDateRatio] = _usage.MonthToDate / _usage.SameDaysBefore;
    }

    private readonly void ReadMonths(Span<double> features)
    {
        features[(int)ChurnFeature.VoiceSlope] = ThreeMonths(_usage.Month(3).VoiceSeconds, _usage.Month(2).VoiceSeconds, _usage.Month(1).VoiceSeconds).Slope ?? Missing;
        features[(int)ChurnFeature.DataSlope] = ThreeMonths(_usage.Month(3).DataOctets, _usage.Month(2).DataOctets, _usage.Month(1).DataOctets).Slope ?? Missing;
        features[(int)ChurnFeature.BillSlope] = ThreeMonths(_bills[3], _bills[2], _bills[1]).Slope ?? Missing;
        var months = Math.Min(3, _fullMonths);
        if (months > 0) features[(int)ChurnFeature.AverageBill] = _bills.Mean(months) / 1e6;
        int last = 0, before = 0;
        foreach (ref readonly var contacts in _state.Contacts)
        {
            if (contacts.Month == _ties.Month - 1) last = contacts.Estimate;
            if (contacts.Month == _ties.Month - 2) before = contacts.Estimate;
        }
        if (before > 0) features[(int)ChurnFeature.ContactsRatio] = (double)last / before;
        ref readonly var now = ref _usage.Month(0);
        ref readonly var then = ref _usage.Month(1);
        features[(int)ChurnFeature.DroppedCallPercent] = 100 * Share(now.DroppedCalls + then.DroppedCalls, now.Calls + then.Calls);
        features[(int)ChurnFeature.OffNetShare] = Share(now.OffNetSeconds + then.OffNetSeconds, now.OffNetSeconds + then.OffNetSeconds + now.OnNetSeconds + then.OnNetSeconds);
        features[(int)ChurnFeature.RoamingShare] = Share(now.Roaming + then.Roaming, now.Sessions + then.Sessions);
    }

    private static double Share(long part, long whole) => whole > 0 ? Math.Clamp((double)part / whole, 0, 1) : Missing;

    /// <summary>What is counted in days changes when one begins; what is measured in them, when it reaches a bin of the formula.</summary>
    private void NextScore(ChurnScorer scorer)
    {
        _next.AtDay(_next.Today + 1);
        if (_ties.ArrearsSince is { } since) _next.At(since + ((Math.Max(0, _time - since) / SecondsOfDay) + 1) * SecondsOfDay);
        if (_state.LastOutgoing > 0) NextBin(scorer, ChurnFeature.DaysSinceLastOutgoing, _state.LastOutgoing, SecondsOfDay);
        if (_state.Profile is { } profile) NextBin(scorer, ChurnFeature.TenureMonths, profile.ActivationTime, SecondsOfDay * DaysOfMonth);
        if (_ties.LastInteraction is { } contact) NextBin(scorer, ChurnFeature.DaysSinceInteraction, contact, SecondsOfDay);
        // Days to an end fall: they are the end's age with the sign turned.
        if (_ties.ContractEnd is not { } end) return;
        foreach (var bound in scorer.BoundsOf(ChurnFeature.DaysToContractEnd)) _next.AtAge(end, SecondsOfDay, -bound);
    }

    private void NextBin(ChurnScorer scorer, ChurnFeature feature, long since, double unit)
    {
        foreach (var bound in scorer.BoundsOf(feature)) _next.AtAge(since, unit, bound);
    }
}
