using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Server.Calls;
using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Server.Search;

/// <summary>Places in a list, bound to its filter and order. Format v1, in base 64: byte version; uint64 xxHash3 of filter, 0, order; varint row; per
/// field of the order: text, or signed varint.</summary>
internal static class PageTokens
{
    private const byte FormatVersion = 1;

    internal static string Write(RowCursor cursor, string filter, string orderBy)
    {
        var writer = new ByteWriter();
        writer.Byte(FormatVersion);
        writer.UInt32((uint)HashOf(filter, orderBy));
        writer.UInt32((uint)(HashOf(filter, orderBy) >> 32));
        writer.Varint((ulong)cursor.Row);
        foreach (var value in cursor.Values)
        {
            if (value is string text) writer.Text(text);
            else writer.SignedVarint((long)value);
        }
        return Base64Url.EncodeToString(writer.Written);
    }

    /// <param name="order">What the order comes to.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: it is none, or of another list.</exception>
    internal static RowCursor? Read(string token, string filter, string orderBy, IReadOnlyList<RowOrder> order)
    {
        if (token.Length == 0) return null;
        try
        {
            var reader = new ByteReader(Base64Url.DecodeFromChars(token));
            if (reader.Byte() != FormatVersion) throw NotOurs();
            var hash = reader.UInt32() | (ulong)reader.UInt32() << 32;
            if (hash != HashOf(filter, orderBy)) throw Errors.InvalidArgument("page_token", "is of a list with another filter or order; give those, or leave it empty to begin.");
            var row = (long)reader.Varint();
            var fields = order.Count > 0 ? order : [new RowOrder(SubscriberFields.SubscriberId, false)];
            var values = new object[fields.Count];
            for (var i = 0; i < values.Length; i++) values[i] = fields[i].Field.IsText ? reader.Text() : reader.SignedVarint();
            return reader.AtEnd ? new RowCursor(values, row) : throw NotOurs();
        }
        catch (Exception e) when (e is FormatException or CorruptDataException)
        {
            throw NotOurs();
        }
    }

    private static Grpc.Core.RpcException NotOurs() => Errors.InvalidArgument("page_token", "is not one that this service gave; leave it empty to begin.");

    private static ulong HashOf(string filter, string orderBy) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(filter + "\0" + orderBy));
}
