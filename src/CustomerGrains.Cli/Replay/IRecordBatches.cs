using CustomerGrains.Client;

namespace CustomerGrains.Cli.Replay;

/// <summary>A file's records, batch by batch.</summary>
internal interface IRecordBatches : IDisposable
{
    /// <summary>What became of the rows so far.</summary>
    RowTally Tally { get; }

    /// <summary>Records in all, when it is known.</summary>
    long? Total { get; }

    /// <summary>Fills a batch; false when there are no more records.</summary>
    /// <param name="batch">An empty batch.</param>
    /// <param name="lastTime">Start time of the latest record in it.</param>
    bool TryFill(UsageBatchBuffer batch, out long lastTime);

    /// <summary>The line in the file of a record in a batch that has not been answered yet.</summary>
    int LineOf(ulong batch, int index);

    /// <summary>The batch has been answered.</summary>
    void Answered(ulong batch);
}
