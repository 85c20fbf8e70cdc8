using System.Text;

namespace CustomerGrains.Wire.Tests.Http2;

/// <summary>Header blocks (RFC 7541) in their plainest form: literals, no table, no Huffman code.</summary>
internal static class HpackBlock
{
    // Appendix A, names only.
    private static readonly string[] StaticNames =
        ("::authority :method :method :path :path :scheme :scheme :status :status :status :status :status :status :status accept-charset accept-encoding "
        + "accept-language accept-ranges accept access-control-allow-origin age allow authorization cache-control content-disposition content-encoding "
        + "content-language content-length content-location content-range content-type cookie date etag expect expires from host if-match if-modified-since "
        + "if-none-match if-range if-unmodified-since last-modified link location max-forwards proxy-authenticate proxy-authorization range referer refresh "
        + "retry-after server set-cookie strict-transport-security transfer-encoding user-agent vary via www-authenticate")[1..].Split(' ');

    private static readonly string[] StaticStatuses = ["200", "204", "206", "304", "400", "404", "500"];

    /// <summary>A block of these headers; characters are bytes (Latin-1).</summary>
    public static byte[] Encode(IEnumerable<(string Name, string Value)> headers)
    {
        var block = new List<byte>();
        foreach (var (name, value) in headers)
        {
            block.Add(0x10); // never indexed, name as a literal
            Text(block, name);
            Text(block, value);
        }
        return [.. block];
    }

    /// <exception cref="InvalidDataException">The block needs a table that this side has not allowed.</exception>
    public static Dictionary<string, string> Decode(ReadOnlySpan<byte> block)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        while (block.Length > 0)
        {
            var first = block[0];
            if (first >= 0x80)
            {
                var index = Integer(ref block, 7);
                headers[Name(index)] = index is >= 8 and <= 14 ? StaticStatuses[index - 8] : "";
            }
            else if ((first & 0xe0) == 0x20)
            {
                _ = Integer(ref block, 5); // the table's size
            }
            else
            {
                var index = Integer(ref block, first >= 0x40 ? 6 : 4);
                var name = index == 0 ? Text(ref block) : Name(index);
                headers[name] = Text(ref block);
            }
        }
        return headers;
    }

    private static string Name(int index) =>
        index >= 1 && index <= StaticNames.Length ? StaticNames[index - 1] : throw new InvalidDataException($"The server uses entry {index} of a table that was set to nothing.");

    private static void Text(List<byte> block, string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        Integer(block, bytes.Length);
        block.AddRange(bytes);
    }

    private static void Integer(List<byte> block, int value)
    {
        if (value < 127)
        {
            block.Add((byte)value);
            return;
        }
        block.Add(127);
        for (value -= 127; value >= 128; value >>= 7) block.Add((byte)(value | 0x80));
        block.Add((byte)value);
    }

    private static string Text(ref ReadOnlySpan<byte> block)
    {
        if (block[0] >= 0x80) throw new InvalidDataException("The server uses the Huffman code, which this side does not read.");
        var length = Integer(ref block, 7);
        var text = Encoding.Latin1.GetString(block[..length]);
        block = block[length..];
        return text;
    }

    private static int Integer(ref ReadOnlySpan<byte> block, int bits)
    {
        var most = (1 << bits) - 1;
        var value = block[0] & most;
        var at = 1;
        if (value == most)
        {
            for (var shift = 0; ; shift += 7)
            {
                value += (block[at] & 0x7f) << shift;
                if (block[at++] < 0x80) break;
            }
        }
        block = block[at..];
        return value;
    }
}
