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

    public const string DefaultPeakHours = "8-22";
    public const string DefaultCurrency = "CNY";

    // The names under which a store keeps them.
    public const string TimeZoneName = "time-zone";
    public const string DayWindowName = "day-window";
    public const string PeakHoursName = "peak-hours";
    public const string CurrencyName = "currency";

    private readonly byte[] _currency;

    /// <param name="peakHours">Two full hours of local time, <c>from-to</c>, the second exclusive; beyond midnight where it is the smaller.</param>
    /// <param name="currency">ISO 4217: the one in which charges are summed.</param>
    /// <exception cref="ArgumentException">No such zone, a window outside 1 … 427 days, or no hours or currency of that form.</exception>
    public FoldParameters(string timeZone = DefaultTimeZone, int dayWindow = DefaultDayWindow, string peakHours = DefaultPeakHours, string currency = DefaultCurrency)
    {
        (PeakFrom, PeakTo) = ParseHours(peakHours);
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)) throw new ArgumentException($"The currency is '{currency}'; it must be an ISO 4217 code such as {DefaultCurrency}.", nameof(currency));
        PeakHours = peakHours;
        Currency = currency;
        _currency = System.Text.Encoding.ASCII.GetBytes(currency);
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

    /// <summary>As given: <c>8-22</c>.</summary>
    public string PeakHours { get; }

    public string Currency { get; }

    private int PeakFrom { get; }

    private int PeakTo { get; }

    /// <summary>Whether a time of local day, in seconds, lies in the peak hours.</summary>
    public bool IsPeak(int secondOfDay)
    {
        var hour = secondOfDay / 3_600;
        return PeakFrom <= PeakTo ? hour >= PeakFrom && hour < PeakTo : hour >= PeakFrom || hour < PeakTo;
    }

    /// <summary>Whether charges in this currency are summed.</summary>
    public bool IsOwnCurrency(ReadOnlySpan<byte> currency) => currency.SequenceEqual(_currency);

    private static (int From, int To) ParseHours(string text)
    {
        var parts = text.Split('-');
        var style = System.Globalization.NumberStyles.None;
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        if (parts.Length == 2 && int.TryParse(parts[0], style, culture, out var from) && int.TryParse(parts[1], style, culture, out var to) && from <= 24 && to <= 24 && from != to) return (from, to);
        throw new ArgumentException($"The peak hours are '{text}'; give two different full hours from 0 to 24, such as {DefaultPeakHours}.", nameof(text));
    }

    /// <summary>From what <see cref="ToDictionary"/> gave; what is not there has its default.</summary>
    /// <exception cref="ArgumentException">As the constructor's.</exception>
    public static FoldParameters From(IReadOnlyDictionary<string, string> values) => new(
        values.GetValueOrDefault(TimeZoneName, DefaultTimeZone),
        int.Parse(values.GetValueOrDefault(DayWindowName, $"{DefaultDayWindow}"), System.Globalization.CultureInfo.InvariantCulture),
        values.GetValueOrDefault(PeakHoursName, DefaultPeakHours),
        values.GetValueOrDefault(CurrencyName, DefaultCurrency));

    /// <summary>As a store keeps them.</summary>
    public IReadOnlyDictionary<string, string> ToDictionary() => new Dictionary<string, string>
    {
        [TimeZoneName] = TimeZone,
        [DayWindowName] = DayWindow.ToString(System.Globalization.CultureInfo.InvariantCulture),
        [PeakHoursName] = PeakHours,
        [CurrencyName] = Currency,
    };
}
