using CustomerGrains.V1;

namespace CustomerGrains.Client;

/// <summary>The running numbers behind <see cref="UsageLedger"/>. The publisher's lock guards it.</summary>
internal sealed class LedgerCounter
{
    private readonly Dictionary<RejectReason, long> _reasons = [];
    private UsageLedger _ledger = new();

    public long BatchesAcked => _ledger.BatchesAcked;

    public void HandedOver(int records) => _ledger = _ledger with { Batches = _ledger.Batches + 1, Sent = _ledger.Sent + records };

    public void Resent() => _ledger = _ledger with { BatchesResent = _ledger.BatchesResent + 1 };

    public void SessionBegan() => _ledger = _ledger with { Sessions = _ledger.Sessions + 1 };

    public void Replayed(int records) => _ledger = _ledger with
    {
        BatchesAcked = _ledger.BatchesAcked + 1,
        Acked = _ledger.Acked + records,
        BatchesReplayed = _ledger.BatchesReplayed + 1,
        Replayed = _ledger.Replayed + records,
    };

    public void Counted(BatchAck ack)
    {
        _ledger = _ledger with
        {
            BatchesAcked = _ledger.BatchesAcked + 1,
            Acked = _ledger.Acked + ack.Received,
            Received = _ledger.Received + ack.Received,
            Applied = _ledger.Applied + ack.Applied,
            Duplicate = _ledger.Duplicate + ack.Duplicate,
            Conflict = _ledger.Conflict + ack.Conflict,
            Rejected = _ledger.Rejected + ack.Rejected,
        };
        foreach (var exception in ack.Exceptions)
        {
            if (exception.Outcome != Outcome.Rejected) continue;
            _reasons[exception.Reason] = _reasons.GetValueOrDefault(exception.Reason) + 1;
        }
    }

    public UsageLedger Snapshot() => _ledger with { Reasons = new Dictionary<RejectReason, long>(_reasons) };
}
