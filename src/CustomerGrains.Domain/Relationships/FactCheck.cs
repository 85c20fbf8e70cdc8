using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Relationships;

/// <summary>Looks for what is wrong with a fact's values; the first finding stands. Fields have the names of the API.</summary>
public sealed class FactCheck
{
    /// <summary>Most that an amount can be, either way, in micros: a thousand million units, so that sums of thousands are exact.</summary>
    public const long MaxMicros = 1_000_000_000_000_000;

    /// <summary>Longest id and name of a system, in bytes of UTF-8.</summary>
    public const int MaxIdBytes = 64;

    /// <summary>How far a month that a fact is about may lie before or behind the month it happened in.</summary>
    public const int MaxMonthsBack = 120;

    private const long MaxTime = Usage.UsageRecord.MaxStartTime;

    /// <summary>The field that is wrong; null when none is.</summary>
    public string? Field { get; private set; }

    /// <summary>What is wrong with it, and the remedy.</summary>
    public string Problem { get; private set; } = "";

    internal void Text(string field, string value, int maxBytes, bool isRequired = false)
    {
        if (isRequired && value.Length == 0) Say(field, $"is missing; give 1 to {maxBytes} bytes of text.");
        if (value.Contains('\uFFFD', StringComparison.Ordinal)) Say(field, "is not UTF-8; encode it as that.");
        if (System.Text.Encoding.UTF8.GetByteCount(value) > maxBytes) Say(field, $"is longer than {maxBytes} bytes of UTF-8; shorten it.");
    }

    internal void Money(string field, long micros, bool isSigned = false)
    {
        if (micros < 0 && !isSigned) Say(field, "is negative; give 0 or more.");
        if (micros is > MaxMicros or < -MaxMicros) Say(field, $"is beyond {MaxMicros} millionths; check the unit.");
    }

    internal void Points(string field, long points)
    {
        if (points is > MaxMicros or < -MaxMicros) Say(field, $"is beyond {MaxMicros}.");
    }

    internal void Count(string field, int value, int most)
    {
        if (value < 0 || value > most) Say(field, $"is not between 0 and {most}.");
    }

    internal void Time(string field, long time, bool isRequired = false)
    {
        if (time == 0 && isRequired) Say(field, "is missing; give a time.");
        if (time is < 0 or > MaxTime) Say(field, "is not between the years 1970 and 9999.");
    }

    /// <param name="time">When the fact happened: what it is about may end up to a month later.</param>
    internal void Month(string field, int month, long time)
    {
        var latest = Calendar.MonthOf((int)(Math.Clamp(time, 0, MaxTime - 86_400) / 86_400 + 1)) + 1;
        if (month > latest || month < Math.Max(1970 * 12, latest - MaxMonthsBack)) Say(field, $"is no month, or not within {MaxMonthsBack} months before event_time and one after; give yyyy-mm.");
    }

    internal void Enum<T>(string field, T value, bool isOptional = false) where T : struct, Enum
    {
        if (!System.Enum.IsDefined(value)) Say(field, "is not a value that is known.");
        if (!isOptional && EqualityComparer<T>.Default.Equals(value, default)) Say(field, "is missing.");
    }

    internal void Say(string field, string problem)
    {
        if (Field is null) (Field, Problem) = (field, problem);
    }
}
