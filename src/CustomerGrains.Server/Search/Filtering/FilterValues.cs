using System.Globalization;
using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Server.Search.Filtering;

/// <summary>Reads a value as its field wants it.</summary>
internal static class FilterValues
{
    private const char Wildcard = '*';

    internal static RowCondition Compare(RowField field, FilterToken sign, FilterToken value)
    {
        var comparison = Operator(sign.Value);
        if (comparison == RowComparison.Has && value is { Kind: FilterTokenKind.Word, Value: "*" })
        {
            return field.IsText ? new RowCondition.Texts(field, RowComparison.Present, "") : new RowCondition.Numbers(field, RowComparison.Present, 0);
        }
        if (field.IsText) return Text(field, comparison, sign, value);
        if (comparison == RowComparison.Has && field.Type != RowFieldType.Set) comparison = RowComparison.Equal;
        return field.Type switch
        {
            RowFieldType.Set => comparison == RowComparison.Has
                ? new RowCondition.Numbers(field, comparison, 1L << (int)Named(field, value))
                : throw new FilterException(sign.Position, $"{field} is a set: ask {field}:{field.Values.First(static v => v.Length > 0 && v != "NONE")}, or NOT that."),
            RowFieldType.Enum => new RowCondition.Numbers(field, comparison, Named(field, value)),
            RowFieldType.Flag => Flag(field, comparison, sign, value),
            RowFieldType.Time => new RowCondition.Numbers(field, comparison, Time(field, value)),
            _ => Number(field, comparison, value),
        };
    }

    private static RowComparison Operator(string sign) => sign switch
    {
        "=" => RowComparison.Equal,
        "!=" => RowComparison.NotEqual,
        "<" => RowComparison.Less,
        "<=" => RowComparison.LessOrEqual,
        ">" => RowComparison.Greater,
        ">=" => RowComparison.GreaterOrEqual,
        _ => RowComparison.Has,
    };

    private static RowCondition Text(RowField field, RowComparison comparison, FilterToken sign, FilterToken value)
    {
        if (comparison == RowComparison.Has) comparison = RowComparison.Equal;
        var star = value.Value.IndexOf(Wildcard, StringComparison.Ordinal);
        if (star < 0) return new RowCondition.Texts(field, comparison, value.Value);
        if (star != value.Value.Length - 1) throw new FilterException(value.Position, $"a {Wildcard} stands at the end of a text only.");
        var begins = new RowCondition.Texts(field, RowComparison.StartsWith, value.Value[..^1]);
        return comparison switch
        {
            RowComparison.Equal => begins,
            RowComparison.NotEqual => new RowCondition.Not(begins),
            _ => throw new FilterException(sign.Position, $"a text with {Wildcard} goes with = and != only."),
        };
    }

    private static long Named(RowField field, FilterToken value)
    {
        for (var i = 0; i < field.Values.Count; i++)
        {
            if (field.Values[i] == value.Value && value.Value.Length > 0) return i;
        }
        throw new FilterException(value.Position, $"{field} has no value '{Calls.Errors.Echo(value.Value)}'. It has {string.Join(", ", field.Values.Where(static v => v.Length > 0))}.");
    }

    private static RowCondition.Numbers Flag(RowField field, RowComparison comparison, FilterToken sign, FilterToken value)
    {
        if (comparison is not (RowComparison.Equal or RowComparison.NotEqual)) throw new FilterException(sign.Position, $"{field} is true or false: compare it by = or !=.");
        return value.Value is "true" or "false"
            ? new RowCondition.Numbers(field, comparison, value.Value == "true" ? 1 : 0)
            : throw new FilterException(value.Position, $"{field} is true or false, not '{Calls.Errors.Echo(value.Value)}'.");
    }

    private static long Time(RowField field, FilterToken value)
    {
        string[] formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd"];
        return DateTimeOffset.TryParseExact(value.Value, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUnixTimeSeconds()
            : throw new FilterException(value.Position, $"{field} wants a time as 2026-03-15T12:00:00Z, not '{Calls.Errors.Echo(value.Value)}'.");
    }

    private static RowCondition Number(RowField field, RowComparison comparison, FilterToken value)
    {
        if (!decimal.TryParse(value.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || Math.Abs(number) > 1_000_000_000_000_000)
            throw new FilterException(value.Position, $"{field} wants a number up to 10^15, not '{Calls.Errors.Echo(value.Value)}'.");
        var scaled = number * field.Scale;
        var whole = decimal.ToInt64(decimal.Floor(scaled));
        if (scaled == whole) return new RowCondition.Numbers(field, comparison, whole);
        // Between two values that there are: below it is at most the lower one, and none is equal.
        return comparison switch
        {
            RowComparison.Less or RowComparison.LessOrEqual => new RowCondition.Numbers(field, RowComparison.LessOrEqual, whole),
            RowComparison.Greater or RowComparison.GreaterOrEqual => new RowCondition.Numbers(field, RowComparison.Greater, whole),
            RowComparison.NotEqual => field.IsClass ? new RowCondition.Numbers(field, RowComparison.GreaterOrEqual, 0) : new RowCondition.Numbers(field, RowComparison.Present, 0),
            _ => new RowCondition.Numbers(field, RowComparison.Less, SubscriberRow.Absent),
        };
    }
}
