using CustomerGrains.V1;

namespace CustomerGrains.Client;

/// <summary>A batch that was handed over and is kept until every batch up to it is complete, to be sent again after a break.</summary>
internal sealed class PendingBatch(ulong sequence, UsageBatchBuffer buffer)
{
    private readonly TaskCompletionSource<BatchAck> _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ulong Sequence { get; } = sequence;

    public UsageBatchBuffer Buffer { get; } = buffer;

    public int Records { get; } = buffer.Count;

    public PublishFrame Frame { get; } = new(buffer.Frame(sequence));

    /// <summary>How often it was written to a call.</summary>
    public int Sends { get; set; }

    /// <summary><see cref="TimeProvider.GetTimestamp"/> when it was first written.</summary>
    public long FirstSent { get; set; }

    /// <summary>It has had its answer; another one for it changes nothing.</summary>
    public bool IsAcknowledged => _acknowledged.Task.IsCompleted;

    public Task<BatchAck> Acknowledged => _acknowledged.Task;

    public void Complete(BatchAck ack) => _acknowledged.TrySetResult(ack);

    public void Fail(Exception exception)
    {
        // Whoever waits sees the exception; that nobody waits is no error of its own.
        if (_acknowledged.TrySetException(exception)) _ = _acknowledged.Task.Exception;
    }
}
