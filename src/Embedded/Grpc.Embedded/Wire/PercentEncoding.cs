using System.Buffers;
using System.Text;

namespace Grpc.Embedded;

/// <summary>The encoding of <c>grpc-message</c>: UTF-8, of which all but printable ASCII, and the percent sign, is %XX.</summary>
internal static class PercentEncoding
{
    // Space (0x20) to tilde (0x7E), without the percent sign.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create([.. Enumerable.Range(0x20, 0x7F - 0x20).Select(i => (char)i).Where(c => c != '%')]);

    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain)) return text;
        var encoded = new StringBuilder(text.Length + 32);
        // Unpaired surrogates become U+FFFD here; a text for people is not worth failing over.
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (Plain.Contains((char)b)) encoded.Append((char)b);
            else encoded.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return encoded.ToString();
    }

    /// <summary>Decodes what can be decoded; anything else stays as it is, as the specification asks.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal)) return text;
        var source = Encoding.UTF8.GetBytes(text);
        var length = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '%' && i + 2 < source.Length && Hex(source[i + 1]) is >= 0 and var high && Hex(source[i + 2]) is >= 0 and var low)
            {
                source[length++] = (byte)((high << 4) | low);
                i += 2;
            }
            else
            {
                source[length++] = source[i];
            }
        }
        return Encoding.UTF8.GetString(source, 0, length);
    }

    private static int Hex(byte b) => char.IsAsciiHexDigit((char)b) ? Convert.ToInt32(((char)b).ToString(), 16) : -1;
}
