using CustomerGrains.Domain.Sources;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Feed;

/// <summary>Outcomes of batches as they are answered.</summary>
internal static class BatchAcks
{
    internal static PublishResponse Outcome(ulong sequence, in BatchCounts counts, RecordException[] exceptions, bool replayed)
    {
        var ack = new BatchAck
        {
            Sequence = sequence,
            Received = (uint)counts.Received,
            Applied = (uint)counts.Applied,
            Duplicate = (uint)counts.Duplicate,
            Conflict = (uint)counts.Conflict,
            Rejected = (uint)counts.Rejected,
            Replayed = replayed,
        };
        foreach (var exception in exceptions)
            ack.Exceptions.Add(new RecordOutcome { Index = (uint)exception.Index, Outcome = (V1.Outcome)exception.Outcome, Reason = (V1.RejectReason)exception.Reason });
        return new PublishResponse { Ack = ack };
    }

    internal static PublishResponse Expired(ulong sequence) => new() { Ack = new BatchAck { Sequence = sequence, Replayed = true, OutcomeExpired = true } };
}
