using System.Buffers.Text;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Server.Calls;

namespace CustomerGrains.Server.Feed.Quarantine;

/// <summary>Where a page of quarantined records begins. As a token it is opaque to callers: base64url of byte format (1), eight bytes
/// that identify the question, varint day, varint version, varint place.</summary>
/// <param name="Day">Of receipt, local days since 1970-01-01.</param>
/// <param name="Version">Of the source's entry.</param>
/// <param name="Place">Among the entry's kept records.</param>
internal readonly record struct QuarantinePosition(int Day, long Version, int Place)
{
    private const byte FormatVersion = 1;

    internal string ToToken(ulong question)
    {
        var writer = new ByteWriter(32);
        writer.Byte(FormatVersion);
        writer.UInt64(question);
        writer.Count(Day);
        writer.Varint((ulong)Version);
        writer.Count(Place);
        return Base64Url.EncodeToString(writer.Written);
    }

    /// <returns>Null = from the beginning.</returns>
    internal static QuarantinePosition? FromToken(string token, ulong question)
    {
        if (token.Length == 0) return null;
        try
        {
            var bytes = Base64Url.DecodeFromChars(token);
            var reader = new ByteReader(bytes);
            if (reader.Byte() == FormatVersion && reader.UInt64() == question)
            {
                var position = new QuarantinePosition(reader.Count(), (long)(reader.Varint() & long.MaxValue), reader.Count());
                reader.End();
                return position;
            }
        }
        catch (Exception e) when (e is FormatException or CorruptDataException)
        {
            // Refused below, like one of another question.
        }
        throw Errors.InvalidArgument("page_token", "is not from a call with this source and filter; pass next_page_token of the page before, unchanged, or nothing.");
    }
}
