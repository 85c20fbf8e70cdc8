using System.Globalization;

namespace CustomerGrains.Cli.Mapping;

/// <summary>Reads times as a field's format and zone say.</summary>
internal sealed class TimeReader
{
    private const string Iso8601 = "iso8601";
    private const string UnixSeconds = "unix";
    private const string UnixMilliseconds = "unixMilliseconds";

    /// <summary>ISO 8601 with 'T' or a blank, with or without seconds, fractions and offset; a date alone is its midnight.</summary>
    private static readonly string[] IsoPatterns =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK", "yyyy-MM-ddK", "yyyyMMdd'T'HHmmssK",
    ];

    private readonly string _format;
    private readonly string[] _patterns;
    private readonly TimeZoneInfo _zone = TimeZoneInfo.Utc;
    private readonly bool _zoneTells;
    private readonly bool _later;

    public TimeReader(FieldSource source, List<string> problems)
    {
        _format = source.Spec.Format ?? Iso8601;
        _patterns = _format == Iso8601 ? IsoPatterns : [_format];
        _later = source.Spec.Ambiguous == AmbiguousTime.Later;
        if (source.Spec.Zone is not { } zone) return;
        if (_format is UnixSeconds or UnixMilliseconds) problems.Add($"{source.Field}: Unix times are UTC and have no zone.");
        if (TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)) _zone = found;
        else problems.Add($"{source.Field}: there is no time zone '{zone}' here; use an id like Europe/London.");
        _zoneTells = true;
    }

    /// <summary>Seconds since 1970 UTC, rounded down, and local time minus UTC in minutes when the text or the zone tells.</summary>
    public bool TryRead(string text, out long seconds, out int? offsetMinutes, out string? problem)
    {
        offsetMinutes = null;
        problem = null;
        if (_format is UnixSeconds or UnixMilliseconds)
        {
            if (!decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) || decimal.Abs(number) > 253402300799000m)
            {
                seconds = 0;
                problem = $"'{text}' is not a Unix time";
                return false;
            }

            seconds = (long)decimal.Floor(_format == UnixSeconds ? number : number / 1000);
            return true;
        }

        if (!DateTime.TryParseExact(text, _patterns, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time))
        {
            seconds = 0;
            problem = $"'{text}' is not a time like {(_format == Iso8601 ? "2026-03-01T12:30:00Z" : _format)}";
            return false;
        }

        if (time.Kind == DateTimeKind.Utc)
        {
            seconds = Seconds(time);
            offsetMinutes = OffsetIn(text);
            return true;
        }

        return TryLocal(text, time, out seconds, out offsetMinutes, out problem);
    }

    private bool TryLocal(string text, DateTime local, out long seconds, out int? offsetMinutes, out string? problem)
    {
        seconds = 0;
        offsetMinutes = null;
        problem = null;
        if (_zone.IsInvalidTime(local))
        {
            problem = $"'{text}' does not exist in {_zone.Id}: clocks are put forward over it";
            return false;
        }

        // Of the two offsets of a time that occurs twice the larger one belongs to the earlier instant.
        var offset = !_zone.IsAmbiguousTime(local) ? _zone.GetUtcOffset(local)
            : _later ? _zone.GetAmbiguousTimeOffsets(local).Min() : _zone.GetAmbiguousTimeOffsets(local).Max();
        seconds = Seconds(local) - (long)offset.TotalSeconds;
        if (_zoneTells) offsetMinutes = (int)offset.TotalMinutes;
        return true;
    }

    /// <summary>The offset that the text itself ends with, like +08:00; 'Z' says nothing about where it happened.</summary>
    private int? OffsetIn(string text)
    {
        if (text.EndsWith('Z')) return null;
        return DateTimeOffset.TryParseExact(text, _patterns, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? (int)time.Offset.TotalMinutes : null;
    }

    private static long Seconds(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond
        - (time.Ticks < DateTime.UnixEpoch.Ticks && time.Ticks % TimeSpan.TicksPerSecond != 0 ? 1 : 0);
}
