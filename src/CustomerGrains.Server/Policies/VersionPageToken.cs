using System.Buffers.Text;
using CustomerGrains.Domain.Documents;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Server.Calls;

namespace CustomerGrains.Server.Policies;

/// <summary>Where a page of versions begins. Opaque to callers: base64url of byte format (1), bytes of the kind's name, varint number of the
/// version that the page before ended with.</summary>
internal static class VersionPageToken
{
    private const byte FormatVersion = 1;

    internal static string Write(uint before, DocumentKind kind)
    {
        var writer = new ByteWriter(32);
        writer.Byte(FormatVersion);
        writer.Bytes(System.Text.Encoding.UTF8.GetBytes(kind.Name));
        writer.Varint(before);
        return Base64Url.EncodeToString(writer.Written);
    }

    /// <returns>Null = from the beginning.</returns>
    internal static uint? Read(string token, DocumentKind kind)
    {
        if (token.Length == 0) return null;
        try
        {
            var reader = new ByteReader(Base64Url.DecodeFromChars(token));
            if (reader.Byte() == FormatVersion && reader.Bytes().SequenceEqual(System.Text.Encoding.UTF8.GetBytes(kind.Name)))
            {
                var before = reader.Varint();
                reader.End();
                if (before is > 0 and <= uint.MaxValue) return (uint)before;
            }
        }
        catch (Exception e) when (e is FormatException or CorruptDataException)
        {
            // Refused below, like one of another list.
        }
        throw Errors.InvalidArgument("page_token", "is not from a call of this list; pass next_page_token of the page before, unchanged, or nothing.");
    }
}
