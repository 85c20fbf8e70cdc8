using System.Globalization;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Mapping;

/// <summary>Texts of a file as the protocol's numbers. Names are read without regard to case, hyphens and underscores.</summary>
internal static class ValueParsers
{
    /// <summary>3GPP TS 32.298 RecordType by the names in common use.</summary>
    private static readonly Dictionary<string, uint> RecordTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["moCall"] = 0,
        ["mtCall"] = 1,
        ["roaming"] = 2,
        ["moSMS"] = 6,
        ["mtSMS"] = 7,
        ["pGW"] = 85,
        ["chargingFunction"] = 200,
        ["moCallRecord"] = 0,
        ["mtCallRecord"] = 1,
        ["roamingRecord"] = 2,
        ["moSMSRecord"] = 6,
        ["mtSMSRecord"] = 7,
        ["pGWRecord"] = 85,
        ["chargingFunctionRecord"] = 200,
    };

    private static readonly Dictionary<string, Service> Services = new(StringComparer.OrdinalIgnoreCase)
    {
        ["voice"] = Service.Voice,
        ["sms"] = Service.Sms,
        ["data"] = Service.Data,
        ["mms"] = Service.Mms,
        ["valueAdded"] = Service.ValueAdded,
    };

    private static readonly Dictionary<string, CallKind> CallKinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["local"] = CallKind.Local,
        ["longDistance"] = CallKind.LongDistance,
        ["international"] = CallKind.International,
    };

    private static readonly Dictionary<string, decimal> DurationUnits = new(StringComparer.Ordinal)
    {
        ["milliseconds"] = 0.001m,
        ["seconds"] = 1,
        ["minutes"] = 60,
        ["hours"] = 3600,
    };

    private static readonly Dictionary<string, decimal> OctetUnits = new(StringComparer.Ordinal)
    {
        ["bytes"] = 1,
        ["KB"] = 1_000,
        ["MB"] = 1_000_000,
        ["GB"] = 1_000_000_000,
        ["KiB"] = 1L << 10,
        ["MiB"] = 1L << 20,
        ["GiB"] = 1L << 30,
    };

    private static readonly Dictionary<string, decimal> ChargeUnits = new(StringComparer.Ordinal)
    {
        ["micros"] = 1,
        ["cents"] = 10_000,
        ["units"] = 1_000_000,
    };

    /// <summary>hh:mm:ss or mm:ss, as a unit of durations.</summary>
    public const string Clock = "clock";

    public static decimal? DurationUnit(string? unit) => Unit(DurationUnits, unit, "seconds");

    public static decimal? OctetUnit(string? unit) => Unit(OctetUnits, unit, "bytes");

    public static decimal? ChargeUnit(string? unit) => Unit(ChargeUnits, unit, "micros");

    public static string DurationUnitNames { get; } = string.Join(", ", DurationUnits.Keys.Append(Clock));

    public static string OctetUnitNames { get; } = string.Join(", ", OctetUnits.Keys);

    public static string ChargeUnitNames { get; } = string.Join(", ", ChargeUnits.Keys);

    public static bool TryRecordType(string text, out uint value) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) || RecordTypes.TryGetValue(Plain(text), out value);

    public static bool TryService(string text, out Service value) => Services.TryGetValue(Plain(text), out value);

    public static bool TryCallKind(string text, out CallKind value) => CallKinds.TryGetValue(Plain(text), out value);

    public static bool TryBoolean(string text, out bool value)
    {
        value = text.ToUpperInvariant() is "TRUE" or "1" or "YES" or "Y";
        return value || text.ToUpperInvariant() is "FALSE" or "0" or "NO" or "N";
    }

    /// <summary>A quantity in a unit, as a whole number of the basic one.</summary>
    public static bool TryQuantity(string text, decimal unit, Rounding rounding, out decimal value)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
            || decimal.Abs(value) > 1e18m)
        {
            return false;
        }

        value *= unit;
        value = rounding switch
        {
            Rounding.Up => decimal.Ceiling(value),
            Rounding.Down => decimal.Floor(value),
            Rounding.HalfEven => decimal.Round(value, MidpointRounding.ToEven),
            _ => decimal.Round(value, MidpointRounding.AwayFromZero),
        };
        return true;
    }

    /// <summary>hh:mm:ss or mm:ss in seconds; hours may be more than 23.</summary>
    public static bool TryClock(string text, out decimal seconds)
    {
        seconds = 0;
        var parts = text.Split(':');
        if (parts.Length is not (2 or 3)) return false;
        foreach (var part in parts)
        {
            if (!uint.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
            if (part != parts[0] && number > 59) return false;
            seconds = (seconds * 60) + number;
        }

        return true;
    }

    private static decimal? Unit(Dictionary<string, decimal> units, string? unit, string byDefault) =>
        units.TryGetValue(unit ?? byDefault, out var factor) ? factor : null;

    /// <summary>A value of the protocol's by its name, not its unspecified one.</summary>
    public static bool TryEnum<T>(string text, out T value) where T : struct, Enum =>
        Enum.TryParse(Plain(text), ignoreCase: true, out value) && Enum.IsDefined(value) && !value.Equals(default(T)) && !char.IsAsciiDigit(text[0]);

    /// <summary>Without hyphens and underscores.</summary>
    public static string Plain(string text) => text.Contains('_') || text.Contains('-') ? text.Replace("_", "").Replace("-", "") : text;
}
