using CustomerGrains.V1;

namespace CustomerGrains.Client;

/// <summary>A batch that the publisher has taken over.</summary>
/// <param name="Sequence">Its number within the stream, from 1.</param>
/// <param name="Acknowledged">
/// Completes with the server's answer, which is its promise that the batch is on disk; faults with
/// <see cref="UsagePublishException"/> when the publisher stops before.
/// </param>
public readonly record struct PublishedBatch(ulong Sequence, Task<BatchAck> Acknowledged);
