using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain;

/// <summary>What folding depends on besides the facts: fixed when a store is made, because state already folded cannot change
/// its days.</summary>
public sealed class FoldParameters
{
    /// <summary>Days that usage by day is kept for, counted from a subscriber's latest usage.</summary>
    public const int DefaultDayWindow = 35;
    public const int MaxDayWindow = 427;
    public const string DefaultTimeZone = "Asia/Shanghai";

    /// <exception cref="ArgumentException">No such zone, or a window outside 1 … 427 days.</exception>
    public FoldParameters(string timeZone = DefaultTimeZone, int dayWindow = DefaultDayWindow)
    {
        if (dayWindow is < 1 or > MaxDayWindow) throw new ArgumentException($"The day window is {dayWindow}; it must be 1 to {MaxDayWindow} days.", nameof(dayWindow));
        try
        {
            Calendar = new Calendar(timeZone);
        }
        catch (TimeZoneNotFoundException e)
        {
            throw new ArgumentException($"'{timeZone}' is not a time zone this machine knows; give an IANA name such as {DefaultTimeZone}.", nameof(timeZone), e);
        }
        TimeZone = timeZone;
        DayWindow = dayWindow;
    }

    public string TimeZone { get; }

    public int DayWindow { get; }

    public Calendar Calendar { get; }

    /// <summary>As a store keeps them.</summary>
    public IReadOnlyDictionary<string, string> ToDictionary() => new Dictionary<string, string>
    {
        ["time-zone"] = TimeZone,
        ["day-window"] = DayWindow.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
