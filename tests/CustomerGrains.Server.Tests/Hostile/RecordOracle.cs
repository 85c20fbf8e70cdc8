using System.Text;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Tests.Hostile;

/// <summary>
/// Says what has to become of any bytes, by protos/README.md and the encoding's specification, in the plainest way: all fields into a
/// dictionary, then the rules in the catalogue's order.
/// </summary>
/// <param name="holdsFrom">Who holds a number, digits → since when; nobody else does.</param>
/// <param name="now">Of the server, seconds.</param>
internal sealed class RecordOracle(IReadOnlyDictionary<string, long> holdsFrom, long now)
{
    private const long OldestAge = 92 * 86_400;
    private const long FarthestAhead = 86_400;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private static readonly uint[] UnderstoodTypes = [0, 1, 2, 6, 7, 8, 9, 18, 19, 21, 22, 30, 32, 84, 85, 200];

    /// <summary>UNSPECIFIED: applied, unless it came before.</summary>
    public RejectReason Judge(byte[] bytes)
    {
        var texts = new Dictionary<ulong, byte[]>();
        var numbers = new Dictionary<ulong, ulong>();
        long? start = null;
        var isMessage = Walk(bytes, (field, type, number, content) =>
        {
            if (type == 0) numbers[field] = number;
            else if (type == 2 && field != 7) texts[field] = content;
            else if (type == 2)
            {
                start ??= 0;
                return Walk(content, (inner, innerType, value, _) =>
                {
                    if (inner == 1 && innerType == 0) start = (long)value;
                    return true;
                });
            }

            return true;
        });
        if (!isMessage) return RejectReason.Malformed;

        byte[] Text(ulong field) => texts.GetValueOrDefault(field, []);
        ulong Number(ulong field) => numbers.GetValueOrDefault(field);
        if (Text(1).Length > 64 || Text(22).Length > 64) return RejectReason.InvalidId;
        if (Text(6).Length > 64 || Text(18).Length > 64 || Text(13).Length > 32 || Text(14).Length > 8) return RejectReason.TooLong;
        if (new ulong[] { 1, 22, 6, 18, 13, 14 }.Any(field => !IsUtf8(Text(field)))) return RejectReason.InvalidText;

        var msisdn = Encoding.Latin1.GetString(Text(4));
        var digits = msisdn.Length == 0 ? Encoding.Latin1.GetString(Text(5)) : msisdn[0] == '+' ? msisdn[1..] : msisdn;
        if (digits.Length is < 5 or > 15 || !digits.All(char.IsAsciiDigit)) return RejectReason.InvalidNumber;

        if (!numbers.ContainsKey(2) || (uint)Number(2) > 255 || (uint)Number(3) > 5) return RejectReason.InvalidRecordType;
        if (!UnderstoodTypes.Contains((uint)Number(2)) && (uint)Number(3) == 0) return RejectReason.InvalidRecordType;
        if (start is null or < 0 or > 253_402_300_799) return RejectReason.InvalidStartTime;

        var offset = (long)(int)((uint)Number(8) >> 1) ^ -(long)(Number(8) & 1);
        if (Number(9) > 31 * 86_400 || Number(10) > 1UL << 50 || Number(11) > 1UL << 50 || Number(12) > 1_000_000) return RejectReason.InvalidQuantity;
        if (offset is < -1_080 or > 1_080 || (uint)Number(15) > 3 || (uint)Number(17) > 255) return RejectReason.InvalidQuantity;
        if (numbers.ContainsKey(19) && !(Text(20).Length == 3 && Text(20).All(static c => c is >= (byte)'A' and <= (byte)'Z'))) return RejectReason.InvalidQuantity;

        if (msisdn.Length == 0 || !holdsFrom.TryGetValue(digits, out var from) || start < from) return RejectReason.NumberNotHeld;
        return start < now - OldestAge ? RejectReason.TooOld : start > now + FarthestAhead ? RejectReason.TooNew : RejectReason.Unspecified;
    }

    private static bool IsUtf8(byte[] bytes)
    {
        try
        {
            Strict.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Shows every field of a message; false when the bytes are none, or <paramref name="take"/> says so.</summary>
    private static bool Walk(ReadOnlySpan<byte> bytes, Func<ulong, int, ulong, byte[], bool> take)
    {
        while (bytes.Length > 0)
        {
            if (!Next(ref bytes, out var field, out var type, out var number, out var content) || type == 4 || !take(field, type, number, content)) return false;
        }

        return true;
    }

    private static bool Next(ref ReadOnlySpan<byte> bytes, out ulong field, out int type, out ulong number, out byte[] content)
    {
        (number, content) = (0, []);
        var hasTag = Varint(ref bytes, out var tag);
        (field, type) = (tag >> 3, (int)(tag & 7));
        if (!hasTag || field == 0 || tag > uint.MaxValue) return false;
        switch (type)
        {
            case 0: return Varint(ref bytes, out number);
            case 1: return Cut(ref bytes, 8, out content);
            case 2: return Varint(ref bytes, out var length) && Cut(ref bytes, length, out content);
            case 5: return Cut(ref bytes, 4, out content);
            case 4: return true;
            case 3:
                while (Next(ref bytes, out var inner, out var innerType, out _, out _))
                {
                    if (innerType == 4) return inner == field;
                }

                return false;
            default: return false;
        }
    }

    private static bool Cut(ref ReadOnlySpan<byte> bytes, ulong length, out byte[] content)
    {
        content = [];
        if (length > (ulong)bytes.Length) return false;
        content = bytes[..(int)length].ToArray();
        bytes = bytes[(int)length..];
        return true;
    }

    private static bool Varint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < 10 && i < bytes.Length; i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] >= 0x80) continue;
            bytes = bytes[(i + 1)..];
            return true;
        }

        return false;
    }
}
