using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Classification;

/// <summary>
/// Measures the weeks up to the last day with use. Today is not looked at, as it is not over, and of what lies behind the last use nothing but its
/// length: so no more than that changes by itself. The last four weeks are known by day; the part before them, some three to seven weeks, begins with a month and is
/// known as a sum: what its months have and the four weeks have not.
/// </summary>
internal ref struct UsagePatternReader
{
    private const int Week = 7;
    private const int Recent = 4 * Week;

    /// <summary>The earlier part begins at least so many days before the recent one.</summary>
    private const int EarlierAtLeast = 3 * Week;

    /// <summary>Of fewer seven-day sums the scatter says nothing.</summary>
    private const int SumsNeeded = 15;

    /// <summary>By days back from the last one looked at, never below 0; as many as are kept, at most <see cref="UsageDigest.PatternDays"/>.</summary>
    private readonly ReadOnlySpan<long> _days;
    private readonly int _last;

    /// <summary>The first day with an exposure: of the recent weeks alone, or of the earlier part where that has use.</summary>
    private int _begin;
    private long _earlier;

    private UsagePatternReader(ReadOnlySpan<long> days, int last)
    {
        _days = days;
        (_last, _begin) = (last, last + 1);
    }

    private readonly int EarlierDays => Math.Max(0, _last - Recent + 1 - _begin);

    /// <summary>Days of the recent weeks that are looked at.</summary>
    private readonly int RecentDays => Math.Clamp(_last + 1 - _begin, 0, Recent);

    /// <param name="month">That the digest's months are counted back from.</param>
    /// <param name="activation">Local day.</param>
    internal static UsagePatternInputs Of(in UsageDigest usage, int today, int month, int? activation, UsagePatternPolicy policy)
    {
        var latest = usage.LatestUse(today);
        var last = Math.Min(latest, today - 1);
        Span<long> buffer = stackalloc long[UsageDigest.PatternDays];
        var days = usage.DaysUpTo(last, buffer);
        if (days.Length < Recent) return default;
        var from = policy.KnownFrom is { } known ? known.DayNumber - EpochDay : int.MinValue;
        var reader = new UsagePatternReader(days, last);
        reader.ReadEarlier(usage, month, activation, from);
        if (reader._earlier == 0) reader.BeginWithFirstUse(from);
        return reader.Measure(Math.Max(0, today - latest - 1));
    }

    private void ReadEarlier(in UsageDigest usage, int month, int? activation, int from)
    {
        var recent = _last - Recent + 1;
        for (var m = Calendar.MonthOf(recent - EarlierAtLeast); m <= Calendar.MonthOf(recent - 1); m++)
        {
            var (first, next) = (Calendar.FirstDayOf(m), Calendar.FirstDayOf(m + 1));
            if ((uint)(month - m) > MonthAmounts.Length || next <= from) continue;
            var events = usage.Month(month - m).Sessions - usage.KeptIn(recent, next);
            if (events <= 0) continue;
            if (_earlier == 0)
            {
                // Of the month in which use began no more counts than it can have covered.
                _begin = Math.Max(first, from);
                if (activation is { } day && day < next) _begin = Math.Max(_begin, day);
            }
            _earlier += events;
        }
        if (EarlierDays == 0) _earlier = 0;
    }

    private void BeginWithFirstUse(int from)
    {
        var first = _days[..Recent].LastIndexOfAnyExcept(0);
        _begin = Math.Max(_last - first, from);
    }

    private readonly UsagePatternInputs Measure(int silent)
    {
        var days = RecentDays;
        if (days == 0) return new UsagePatternInputs { IsOpen = true };
        long events = 0;
        foreach (var day in _days[..days]) events += day;
        var (spread, scatter) = Scatter();
        var (slope, sigmas) = Slope();
        return new UsagePatternInputs(
            true, events + _earlier, days + EarlierDays, silent, LongestGap(), (double)events / Math.Max(Week, days), slope, sigmas / Math.Sqrt(Math.Max(1, scatter)), spread, scatter);
    }

    private readonly int LongestGap()
    {
        var (longest, run) = (0, 0);
        foreach (var day in _days[..Math.Min(_days.Length, RecentDays + EarlierDays)])
        {
            run = day > 0 ? 0 : run + 1;
            longest = Math.Max(longest, run);
        }
        return longest;
    }

    /// <summary>Of the seven-day sums about their own straight line. A sum of seven days has every weekday once, so that who uses on workdays only is
    /// not irregular.</summary>
    private readonly (double Spread, double Scatter) Scatter()
    {
        var count = Math.Min(_days.Length, RecentDays + EarlierDays) - Week + 1;
        if (count < SumsNeeded) return default;
        double window = 0, sum = 0, squares = 0, moments = 0;
        for (var day = 0; day < Week - 1; day++) window += _days[day];
        var middle = (count - 1) / 2.0;
        for (var at = 0; at < count; at++)
        {
            window += _days[at + Week - 1];
            sum += window;
            squares += window * window;
            moments += (at - middle) * window;
            window -= _days[at];
        }
        if (sum <= 0) return default;
        var mean = sum / count;
        var rest = squares - (sum * mean) - (moments * moments * 12 / ((double)count * ((double)count * count - 1)));
        var variance = Math.Max(0, rest) / (count - 2);
        return (Math.Sqrt(Math.Max(0, variance - mean)) / mean, variance / mean);
    }

    /// <summary>Of week by week and the earlier part: the step of Poisson regression from "no trend", and the score test's standard deviations. As a closed
    /// form it costs nothing, and near no trend, where it decides, it is the most that can be had.</summary>
    private readonly (double PerWeek, double Sigmas) Slope()
    {
        double exposure = 0, moment = 0, square = 0, events = 0, weighted = 0;
        for (int from = 0, days = RecentDays; from < days; from += Week)
        {
            var to = Math.Min(from + Week, days);
            long used = 0;
            foreach (var day in _days[from..to]) used += day;
            Add(from, to - from, used);
        }
        Add(Recent, EarlierDays, _earlier);
        if (events <= 0) return default;
        var mean = moment / exposure;
        var variance = (square / exposure) - (mean * mean);
        if (variance <= 0) return default;
        // Days are counted back: what lies far back speaks for fading.
        var step = mean - (weighted / events);
        return (step / variance * Week, step * Math.Sqrt(events / variance));

        void Add(int from, int days, double used)
        {
            var at = from + ((days - 1) / 2.0);
            exposure += days;
            moment += days * at;
            square += days * at * at;
            events += used;
            weighted += used * at;
        }
    }

    /// <summary>1970-01-01 as <see cref="DateOnly.DayNumber"/>.</summary>
    private const int EpochDay = 719_162;
}
