using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>Metadata to header values and back.</summary>
internal static class WireMetadata
{
    /// <summary>The value on the wire. Bytes are base64 without padding, as the specification asks senders.</summary>
    public static string Encode(Metadata.Entry entry) => entry.IsBinary ? Convert.ToBase64String(entry.Bytes).TrimEnd('=') : entry.Value;

    /// <summary>
    /// Adds a received header. Several binary values may come joined by commas; padding may be there or not. A header whose
    /// name or value is not valid metadata is left out: it was put there by someone on the way, not by gRPC.
    /// </summary>
    public static void Add(Metadata metadata, string name, string? value)
    {
        if (value is null || !Metadata.Entry.IsKey(name)) return;
        if (!Metadata.Entry.IsBinaryKey(name))
        {
            metadata.Add(name, value);
            return;
        }
        var key = name.ToLowerInvariant();
        foreach (var part in value.AsSpan().Split(','))
            if (TryDecode(value.AsSpan()[part].Trim(), out var bytes)) metadata.Add(Metadata.Entry.Received(key, bytes));
    }

    /// <summary>Whether the value may go out as it is: printable ASCII, as gRPC allows for text metadata.</summary>
    public static bool IsText(ReadOnlySpan<char> value) => !value.ContainsAnyExceptInRange(' ', '~');

    private static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        Span<char> padded = text.Length <= 252 ? stackalloc char[text.Length + 4] : new char[text.Length + 4];
        var length = text.TrimEnd('=').Length;
        text[..length].CopyTo(padded);
        while (length % 4 != 0) padded[length++] = '=';
        bytes = new byte[length / 4 * 3];
        if (!Convert.TryFromBase64Chars(padded[..length], bytes, out var written)) return false;
        Array.Resize(ref bytes, written);
        return true;
    }
}
