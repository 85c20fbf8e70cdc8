namespace CustomerGrains.Domain.Classification;

/// <summary>Recency, frequency, monetary value, and when their scores change as days pass.</summary>
internal partial struct InsightReader
{
    private RfmInputs ReadRfm()
    {
        var cuts = _options.Cuts ?? PopulationCuts.Initial(_policy.Rfm);
        int? recency = null;
        if (_state.LastOutgoing > 0)
        {
            var day = _calendar.DayOf(_state.LastOutgoing);
            recency = Math.Max(0, _next.Today - day);
            NextRecency(cuts, recency.Value, day);
        }
        var inputs = new RfmInputs(recency, Sum(_usage.Sessions, _policy.Rfm.FrequencyDays), Sum(_usage.Charges, _policy.Rfm.MonetaryDays), FrequencyTrend);
        Rfm = Rfm.Of(inputs, cuts, _policy.Rfm);
        NextSums(cuts);
        _next.AtDay(_usage.NextDay);
        return inputs;
    }

    /// <summary>The score falls on the day after the next cut that is not behind.</summary>
    private void NextRecency(PopulationCuts cuts, int recency, int day)
    {
        for (var i = 0; i < cuts.RecencyDays.Count; i++)
        {
            var cut = cuts.RecencyDays[i];
            if (recency > cut) continue;
            if (cut < int.MaxValue / 2) _next.AtDay(day + (int)Math.Floor(cut) + 1);
            return;
        }
    }

    /// <summary>Days leave the windows one by one: the first on which a score differs.</summary>
    private void NextSums(PopulationCuts cuts)
    {
        var (frequency, monetary) = (Rfm.Frequency, Rfm.Monetary);
        var (fewest, most) = (frequency > 1 ? cuts.Sessions[frequency - 2] : double.NegativeInfinity, frequency <= cuts.Sessions.Count ? cuts.Sessions[frequency - 1] : double.PositiveInfinity);
        var (least, highest) = (monetary > 1 ? cuts.ChargeMicros[monetary - 2] : long.MinValue, monetary <= cuts.ChargeMicros.Count ? cuts.ChargeMicros[monetary - 1] : long.MaxValue);
        var days = Math.Max(_policy.Rfm.FrequencyDays, _policy.Rfm.MonetaryDays);
        var (sessions, charges) = (RawSum(_usage.Sessions, _policy.Rfm.FrequencyDays), RawSum(_usage.Charges, _policy.Rfm.MonetaryDays));
        for (var passed = 1; passed <= days; passed++)
        {
            if (_policy.Rfm.FrequencyDays - passed is var s and >= 0) sessions -= _usage.Sessions[s];
            if (_policy.Rfm.MonetaryDays - passed is var c and >= 0) charges -= _usage.Charges[c];
            var (used, charged) = (Math.Max(0, sessions), Math.Max(0, charges));
            if (used >= fewest && used < most && charged >= least && charged < highest) continue;
            _next.AtDay(_next.Today + passed);
            return;
        }
    }

    private static long Sum(ReadOnlySpan<long> days, int count) => Math.Max(0, RawSum(days, count));

    private static long RawSum(ReadOnlySpan<long> days, int count)
    {
        long sum = 0;
        foreach (var day in days[..Math.Min(count, days.Length)]) sum += day;
        return sum;
    }
}
