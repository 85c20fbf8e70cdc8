using System.Globalization;

namespace CustomerGrains.Domain.Numbers;

/// <summary>An MSISDN or IMSI in 64 bits: kind in the top four, count of digits (5 … 15) in the next four, their value below.
/// Leading zeros survive, as test networks' IMSIs have them.</summary>
public readonly record struct PackedNumber(ulong Value)
{
    public const int MinDigits = 5;
    public const int MaxDigits = 15;
    private const ulong ValueMask = (1UL << 56) - 1;

    public static PackedNumber None => default;

    public bool IsNone => Value == 0;

    public NumberKind Kind => (NumberKind)(Value >> 60);

    /// <summary>Reads digits, for an MSISDN with or without a '+' in front.</summary>
    /// <returns>False when there are not 5 to 15 of them, or something else is among them.</returns>
    public static bool TryParse(NumberKind kind, ReadOnlySpan<byte> text, out PackedNumber number)
    {
        number = None;
        if (kind == NumberKind.Msisdn && text.Length > 0 && text[0] == (byte)'+') text = text[1..];
        if (text.Length is < MinDigits or > MaxDigits) return false;
        ulong value = 0;
        foreach (var c in text)
        {
            var digit = (uint)(c - '0');
            if (digit > 9) return false;
            value = value * 10 + digit;
        }
        number = new PackedNumber(((ulong)kind << 60) | ((ulong)text.Length << 56) | value);
        return true;
    }

    /// <inheritdoc cref="TryParse(NumberKind, ReadOnlySpan{byte}, out PackedNumber)"/>
    public static bool TryParse(NumberKind kind, string text, out PackedNumber number)
    {
        number = None;
        if (text.Length > MaxDigits + 1) return false;
        Span<byte> bytes = stackalloc byte[MaxDigits + 1];
        for (var i = 0; i < text.Length; i++) bytes[i] = text[i] < 128 ? (byte)text[i] : (byte)0;
        return TryParse(kind, bytes[..text.Length], out number);
    }

    /// <summary>The digits, without '+'.</summary>
    public string Digits => (Value & ValueMask).ToString(CultureInfo.InvariantCulture).PadLeft((int)(Value >> 56 & 15), '0');

    /// <summary>The id of the number's entity: <c>msisdn:8613900000000</c>.</summary>
    public string EntityId => (Kind == NumberKind.Imsi ? "imsi:" : "msisdn:") + Digits;

    /// <summary>Not the digits: numbers do not belong into logs.</summary>
    public override string ToString() => IsNone ? "none" : Kind + " of " + (Value >> 56 & 15).ToString(CultureInfo.InvariantCulture) + " digits";
}
