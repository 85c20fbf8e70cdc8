using System.Collections.Concurrent;
using CustomerGrains.Cli.Mapping;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Replay;

/// <summary>The records of a file as they come; no more of it is in memory than what is under way.</summary>
internal sealed class FileOrderBatches(CsvSource source, RecordMapper mapper, ReplayOptions options) : IRecordBatches
{
    /// <summary>Lines of the batches that have no answer yet, for messages.</summary>
    private readonly ConcurrentDictionary<ulong, int[]> _lines = new();

    private ulong _sequence;

    /// <inheritdoc/>
    public RowTally Tally { get; } = new();

    /// <inheritdoc/>
    public long? Total => null;

    /// <inheritdoc/>
    public bool TryFill(UsageBatchBuffer batch, out long lastTime)
    {
        lastTime = long.MinValue;
        var lines = new int[options.Batch];
        while (batch.Count < options.Batch && Tally.Mapped < options.Limit && source.Read())
        {
            var outcome = mapper.TryMap(source, out var record);
            Tally.Add(outcome, mapper.Error);
            if (outcome != RowOutcome.Mapped) continue;
            lines[batch.Count] = source.Line;
            lastTime = Math.Max(lastTime, record.StartTime!.Value);
            batch.Add(record);
        }

        if (batch.Count == 0) return false;
        _lines[++_sequence] = lines;
        return true;
    }

    /// <inheritdoc/>
    public int LineOf(ulong batch, int index) => _lines[batch][index];

    /// <inheritdoc/>
    public void Answered(ulong batch) => _lines.TryRemove(batch, out _);

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
