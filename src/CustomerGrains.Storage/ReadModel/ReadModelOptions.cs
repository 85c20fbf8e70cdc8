namespace CustomerGrains.Storage.ReadModel;

/// <summary>How rows are paced.</summary>
public sealed record ReadModelOptions
{
    /// <summary>Between two batches (default 250 ms): how far search is behind at most, in quiet.</summary>
    public TimeSpan BatchInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Most rows of a batch (default 5,000): how fast an import comes into search, and everybody who moves at once.</summary>
    public int MaxRowsPerBatch { get; init; } = 5_000;

    /// <summary>Most rows of a batch while intake is full (default 1,000), because it needs the processors. What is left waits for the next batch;
    /// <c>as_of</c> stands until then.</summary>
    public int MaxRowsPerFullBatch { get; init; } = 1_000;

    /// <summary>Most rows that are written at a stop (default 10,000): the others are made again from the log at the next start.</summary>
    public int MaxRowsAtStop { get; init; } = 10_000;

    /// <summary>Numbers and times that change while no class does are handed in so much later (default five minutes): a million active subscribers then
    /// cost 3,300 rows a second.</summary>
    public TimeSpan NumbersInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>While so many rows wait (default 1,500) none is asked for because of its numbers: classes go first.</summary>
    public int MaxWaitingForNumbers { get; init; } = 1_500;

    /// <summary>While so many rows wait (default 10,000) no subscriber is reviewed because of usage or time: one that waits for its review takes a
    /// thirtieth of a row's memory, and is reviewed once for all that changes meanwhile.</summary>
    public int MaxWaitingForReviews { get; init; } = 10_000;

    /// <summary>Subscribers whose rows may wait (default 200,000, about 1 KB each). Of those beyond it only is remembered that there are: they are
    /// made again from the log once the queue is empty.</summary>
    public int MaxWaiting { get; init; } = 200_000;
}
