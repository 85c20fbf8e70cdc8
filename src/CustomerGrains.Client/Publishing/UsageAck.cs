using CustomerGrains.V1;

namespace CustomerGrains.Client;

/// <summary>One batch's answer, as it is given to <see cref="UsagePublisherOptions.OnAck"/>.</summary>
/// <param name="Answer">What the server said.</param>
/// <param name="Records">Records in the batch.</param>
/// <param name="Counted">
/// The batch became complete through this publisher: its outcomes are in the ledger. Otherwise it had been complete before and is
/// in the ledger as replayed.
/// </param>
/// <param name="Latency">From the first time it was written to the answer; zero for a batch that was never sent.</param>
public readonly record struct UsageAck(BatchAck Answer, int Records, bool Counted, TimeSpan Latency);
