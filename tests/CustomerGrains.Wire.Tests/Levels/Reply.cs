using System.Globalization;
using Grpc.Core;

namespace CustomerGrains.Wire.Tests.Levels;

/// <summary>An answer as it came.</summary>
/// <param name="Code">Of HTTP; 0 = the stream was reset.</param>
/// <param name="Status">grpc-status.</param>
/// <param name="Reset">Error code of RST_STREAM.</param>
internal sealed record Reply(int Code, string ContentType, string? Status, string Message, byte[] Body, long? Reset)
{
    /// <summary>The status of an answer that is gRPC's in every respect.</summary>
    /// <exception cref="UnexpectedAnswerException">It is not.</exception>
    public StatusCode GrpcStatus()
    {
        if (Code != 200 || ContentType != "application/grpc") throw Unexpected("no gRPC");
        if (!int.TryParse(Status, NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status > 16) throw Unexpected("no status");
        if (Message.AsSpan().ContainsAnyExceptInRange(' ', '~')) throw Unexpected("a message that is not printable ASCII");
        // The words of the one table for what nobody thought of.
        if (Message.Contains("has logged why", StringComparison.Ordinal)) throw Unexpected("a defect");
        if (Frames() is null) throw Unexpected("a body that is not whole frames");
        return (StatusCode)status;
    }

    public UnexpectedAnswerException Unexpected(string what) =>
        new($"{what}: HTTP {Code}, {ContentType}, grpc-status {Status}, '{Message}', {Body.Length} bytes, reset {Reset}");

    /// <summary>Messages in the body; null when it ends within one.</summary>
    private int? Frames()
    {
        var count = 0;
        for (var at = 0; at < Body.Length; count++)
        {
            if (Body.Length - at < 5 || Body[at] != 0) return null;
            var length = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(Body.AsSpan(at + 1));
            if (length > Body.Length - at - 5) return null;
            at += 5 + (int)length;
        }
        return count;
    }
}
