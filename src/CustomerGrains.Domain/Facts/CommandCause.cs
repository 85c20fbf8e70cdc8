using System.IO.Hashing;
using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Facts;

/// <summary>A request of a caller.</summary>
/// <param name="RequestId">The caller's own id of the request; empty when it gave none.</param>
/// <param name="Actor">Who asked; empty when not said.</param>
public readonly record struct CommandCause(string RequestId, string Actor)
{
    /// <summary>What is remembered of the request: 0 without an id.</summary>
    public ulong RequestHash => RequestId.Length == 0 ? 0 : XxHash3.HashToUInt64(System.Text.Encoding.UTF8.GetBytes(RequestId)) | 1;

    public void WriteTo(ByteWriter writer)
    {
        writer.Text(RequestId);
        writer.Text(Actor);
    }

    public static CommandCause Read(ReadOnlySpan<byte> body)
    {
        var reader = new ByteReader(body);
        return new CommandCause(reader.Text(), reader.Text());
    }
}
