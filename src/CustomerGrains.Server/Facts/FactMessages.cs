using System.Globalization;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Facts;

internal static partial class FactMessages
{
    /// <summary>A fact of a message, its values as they came; null when it says nothing that is known. What is wrong with the values,
    /// <see cref="BusinessFact.Check"/> says.</summary>
    internal static BusinessFact? ToFact(Fact message) => ToFact(message, new FactHeader(ToSeconds(message.EventTime), message.SourceSystem, message.Id));

    /// <summary>The same, with the time and id of the record that it came in.</summary>
    /// <param name="time">Seconds since 1970-01-01 UTC.</param>
    internal static BusinessFact? ToFact(Fact message, long time, string id) => ToFact(message, new FactHeader(time, message.SourceSystem, id));

    internal static Fact? ToMessageOrNull(BusinessFact? fact) => fact is null ? null : ToMessage(fact);

    /// <summary>0 = not said.</summary>
    internal static Timestamp? TimeOf(long seconds) => seconds == 0 ? null : new Timestamp { Seconds = seconds };

    internal static string MonthText(int month) => Domain.Time.Calendar.MonthName(month);

    private static long ToSeconds(Timestamp? time) => time?.Seconds ?? 0;

    /// <summary>Too large becomes the largest, which no field takes.</summary>
    private static int ToCount(uint value) => (int)Math.Min(value, int.MaxValue);

    /// <summary>What no byte can say becomes one that no enumeration knows.</summary>
    private static byte ToByte(int value) => value is >= 0 and < byte.MaxValue ? (byte)value : byte.MaxValue;

    /// <summary>−1 for what is no month.</summary>
    private static int ToMonth(string text) =>
        text.Length == 7 && DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.Year * 12 + day.Month - 1 : -1;
}
