using CustomerGrains.Cli.Replay.Files;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Replay;

/// <summary>A batch that is being filled, and where its records stand in the file.</summary>
internal sealed class ReplayBatch(int part, int capacity) : IDisposable
{
    /// <summary>The stream it goes to, from 0.</summary>
    public int Part { get; } = part;

    /// <summary>The encoded records; the publisher's once it is handed over.</summary>
    public UsageBatchBuffer Records { get; } = new();

    /// <summary>The line of each record.</summary>
    public long[] Lines { get; } = new long[capacity];

    /// <summary>Start time of the latest record.</summary>
    public long LastTime { get; private set; } = long.MinValue;

    /// <summary>No more goes in.</summary>
    public bool IsFull => Records.Count == Lines.Length;

    /// <summary>Adds a record.</summary>
    public void Add(in EncodedRecord record)
    {
        Lines[Records.Count] = record.Line;
        LastTime = Math.Max(LastTime, record.Time);
        Records.Add(record.Bytes);
    }

    /// <summary>Gives the buffer back; only for a batch that was not handed over.</summary>
    public void Dispose() => Records.Dispose();
}
