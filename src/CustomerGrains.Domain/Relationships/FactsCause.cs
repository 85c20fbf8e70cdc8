using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Subscribers;

namespace CustomerGrains.Domain.Relationships;

/// <summary>The cause of an entry that records facts at a caller's request: <see cref="CommandCause"/>, text reason, then per fact its
/// place in the request, ordinal among equal facts and reject reason (<see cref="SliceFactCause"/>).</summary>
/// <param name="Command">Who asked.</param>
/// <param name="Reason">Why; empty when not said.</param>
/// <param name="RejectReasons">Of each fact of the entry.</param>
public sealed record FactsCause(CommandCause Command, string Reason, IReadOnlyList<RejectReason> RejectReasons)
{
    /// <param name="facts">Number of the entry's facts.</param>
    /// <exception cref="CorruptDataException">Damaged, or another command's.</exception>
    public static FactsCause Read(ReadOnlySpan<byte> bytes, int facts)
    {
        var reader = new ByteReader(bytes);
        var command = new CommandCause(reader.Text(), reader.Text());
        var reason = reader.Text();
        var reasons = new List<RejectReason>();
        for (var left = facts; left > 0; left--)
        {
            SliceFactCause.Read(ref reader, out _, out _, out var rejected);
            reasons.Add(rejected);
        }
        reader.End();
        return new FactsCause(command, reason, reasons);
    }

    internal static int[] ReadOrdinals(ReadOnlySpan<byte> bytes, int facts)
    {
        var reader = new ByteReader(bytes);
        reader.Bytes(); // request id
        reader.Bytes(); // actor
        reader.Bytes(); // reason
        var ordinals = new int[facts];
        for (var i = 0; i < facts; i++) SliceFactCause.Read(ref reader, out _, out ordinals[i], out _);
        reader.End();
        return ordinals;
    }
}
