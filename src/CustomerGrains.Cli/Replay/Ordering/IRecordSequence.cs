using CustomerGrains.Cli.Replay.Files;

namespace CustomerGrains.Cli.Replay.Ordering;

/// <summary>A file's records in the order in which they are sent.</summary>
internal interface IRecordSequence : IDisposable
{
    /// <summary>Records in all, when it is known.</summary>
    long? Total { get; }

    /// <summary>The next record, valid until the next call; false at the end.</summary>
    bool TryNext(out EncodedRecord record);
}
