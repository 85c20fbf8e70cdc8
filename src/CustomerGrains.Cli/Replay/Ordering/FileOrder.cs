using CustomerGrains.Cli.Mapping;
using CustomerGrains.Cli.Replay.Files;

namespace CustomerGrains.Cli.Replay.Ordering;

/// <summary>The records as they come.</summary>
/// <param name="file">Belongs to this from here on.</param>
/// <param name="limit">Records at most.</param>
/// <param name="tally">Takes what became of the rows.</param>
internal sealed class FileOrder(IRecordFile file, long limit, RowTally tally) : IRecordSequence
{
    /// <inheritdoc/>
    public long? Total => null;

    /// <inheritdoc/>
    public bool TryNext(out EncodedRecord record)
    {
        record = default;
        while (tally.Mapped < limit && file.TryRead(out var outcome, out record))
        {
            tally.Add(outcome, file.Error);
            if (outcome == RowOutcome.Mapped) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
