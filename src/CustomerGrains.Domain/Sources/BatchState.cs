using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>A batch of an open stream: begun, or complete and still remembered.</summary>
public sealed class BatchState
{
    private BatchState(BatchBegun begun) => Begun = begun;

    public BatchBegun Begun { get; }

    public bool IsComplete { get; private set; }

    public BatchCounts Counts { get; private set; }

    /// <summary>Every record that was not applied; empty before completion.</summary>
    public RecordException[] Exceptions { get; private set; } = [];

    internal static BatchState Begin(BatchBegun begun) => new(begun);

    internal void Complete(in BatchCompleted completed)
    {
        IsComplete = true;
        Counts = completed.Counts;
        Exceptions = completed.Exceptions;
    }

    internal void WriteTo(ByteWriter writer)
    {
        Begun.WriteTo(writer);
        writer.Byte(IsComplete ? (byte)1 : (byte)0);
        if (!IsComplete) return;
        Counts.WriteTo(writer);
        RecordException.WriteAll(writer, Exceptions);
    }

    internal static BatchState Read(ref ByteReader reader)
    {
        var state = new BatchState(BatchBegun.Read(ref reader));
        if (reader.Byte() != 0) state.Complete(new BatchCompleted(0, 0, BatchCounts.Read(ref reader), RecordException.ReadAll(ref reader)));
        return state;
    }
}
