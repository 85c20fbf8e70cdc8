using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Sources;

/// <summary>A record of a batch that was not applied.</summary>
/// <param name="Index">Place in the batch, from 0.</param>
public readonly record struct RecordException(int Index, Outcome Outcome, RejectReason Reason)
{
    public static void WriteAll(ByteWriter writer, IReadOnlyList<RecordException> exceptions)
    {
        writer.Count(exceptions.Count);
        foreach (var exception in exceptions)
        {
            writer.Count(exception.Index);
            writer.Byte((byte)exception.Outcome);
            writer.Byte((byte)exception.Reason);
        }
    }

    public static RecordException[] ReadAll(ref ByteReader reader)
    {
        var count = reader.Count(bytesEach: 3);
        if (count == 0) return [];
        var exceptions = new RecordException[count];
        for (var i = 0; i < count; i++) exceptions[i] = new RecordException(reader.Count(), (Outcome)reader.Byte(), (RejectReason)reader.Byte());
        return exceptions;
    }
}
