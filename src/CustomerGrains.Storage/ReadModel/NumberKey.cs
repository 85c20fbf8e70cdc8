namespace CustomerGrains.Storage.ReadModel;

/// <summary>Numbers and times rounded to 32 bits, so that memory has room for all of them. Order is kept: of two values the greater never has the lesser
/// key. So keys tell who may be wanted, and where a key is of one value only, who is.</summary>
internal static class NumberKey
{
    /// <summary>Of <see cref="SubscriberRow.Absent"/>, and of nothing else.</summary>
    public const int Absent = int.MinValue;

    /// <summary>Beyond this, a single-precision number has several whole ones that are rounded to it.</summary>
    private const long LastWhole = (1 << 24) - 1;

    /// <summary>A time by its second, and all before 1970 or after 2106 as these; a number as the single-precision one nearest to it.</summary>
    public static int Of(RowField field, long value) => value == SubscriberRow.Absent ? Absent : field.Type == RowFieldType.Time ? OfTime(value) : OfNumber(value);

    /// <summary>The keys from the first to the last of these, and <see cref="Absent"/>, are of one value each.</summary>
    public static (int From, int To) Exact(RowField field) => field.Type == RowFieldType.Time ? (OfTime(2), OfTime(uint.MaxValue - 1)) : (OfNumber(-LastWhole), OfNumber(LastWhole));

    /// <summary>Whether no other value has the same key.</summary>
    public static bool IsExact(RowField field, int key) => key == Absent || (Exact(field) is var (from, to) && key >= from && key <= to);

    private static int OfTime(long value) => (int)(Math.Clamp(value, 1, uint.MaxValue) + int.MinValue);

    private static int OfNumber(long value)
    {
        // Bits of positive ones stand in their order, of negative ones in the opposite.
        var bits = BitConverter.SingleToInt32Bits(value);
        return bits >= 0 ? bits : bits ^ int.MaxValue;
    }
}
