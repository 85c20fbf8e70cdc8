using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Classification;

/// <summary>The earliest time at which a class can change with no further fact: the least of all times that those who read a value know it to
/// change at by itself. Never late; it may be early.</summary>
internal struct NextChange
{
    private readonly Calendar _calendar;
    private readonly long _time;

    /// <param name="time">The present, seconds since 1970-01-01 UTC.</param>
    internal NextChange(Calendar calendar, long time)
    {
        (_calendar, _time) = (calendar, time);
        Today = calendar.DayOf(time);
        Time = long.MaxValue;
    }

    /// <summary>The present's local day.</summary>
    internal int Today { get; }

    /// <summary>Seconds since 1970-01-01 UTC; <see cref="long.MaxValue"/> = never.</summary>
    internal long Time { get; private set; }

    /// <summary>Something changes then, unless that is past.</summary>
    internal void At(long time)
    {
        if (time > _time && time < Time) Time = time;
    }

    /// <summary>Something changes when that local day begins, unless it has.</summary>
    internal void AtDay(int day)
    {
        if (day > Today && day != LocalDates.Never) At(_calendar.StartOf(day));
    }

    /// <summary>A value that is (now − <paramref name="since"/>) ÷ <paramref name="unit"/> reaches <paramref name="bound"/>. A second is given
    /// away to the rounding of the division.</summary>
    internal void AtAge(long since, double unit, double bound)
    {
        var at = since + (bound * unit);
        if (at < _time - 1 || at > int.MaxValue * 86_400L) return;
        At(Math.Max(_time + 1, (long)Math.Floor(at) - 1));
    }
}
