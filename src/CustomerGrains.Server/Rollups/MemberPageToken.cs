using System.Buffers.Text;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Server.Calls;

namespace CustomerGrains.Server.Rollups;

/// <summary>Places in lists of members. Format v1, in base 64: byte version; byte order; the <see cref="RollupTarget"/>; the
/// <see cref="MemberCursor"/>.</summary>
internal static class MemberPageToken
{
    private const byte FormatVersion = 1;

    internal static string Write(MemberCursor cursor, RollupTarget target, MemberOrder order)
    {
        var writer = new ByteWriter();
        writer.Byte(FormatVersion);
        writer.Byte((byte)order);
        target.WriteTo(writer);
        cursor.WriteTo(writer);
        return Base64Url.EncodeToString(writer.Written);
    }

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: it is none, or of another list.</exception>
    internal static MemberCursor? Read(string token, RollupTarget target, MemberOrder order)
    {
        if (token.Length == 0) return null;
        try
        {
            var reader = new ByteReader(Base64Url.DecodeFromChars(token));
            if (reader.Byte() != FormatVersion) throw NotOurs();
            if (reader.Byte() != (byte)order || RollupTarget.Read(ref reader) != target) throw Errors.InvalidArgument("page_token", "is of another list or order; give those, or leave it empty to begin.");
            var cursor = MemberCursor.Read(ref reader);
            return reader.AtEnd ? cursor : throw NotOurs();
        }
        catch (Exception e) when (e is FormatException or CorruptDataException)
        {
            throw NotOurs();
        }
    }

    private static Grpc.Core.RpcException NotOurs() => Errors.InvalidArgument("page_token", "is not one that this service gave; leave it empty to begin.");
}
