using CustomerGrains.V1;

namespace CustomerGrains.Client;

/// <summary>
/// What a publisher sent and what became of it; records unless the name says batches. To be compared with the server's
/// <c>GetSource</c>.
/// </summary>
public sealed record UsageLedger
{
    /// <summary>Batches handed over.</summary>
    public long Batches { get; init; }

    /// <summary>Handed over.</summary>
    public long Sent { get; init; }

    /// <summary>Batches that were sent again after a break.</summary>
    public long BatchesResent { get; init; }

    /// <summary>Batches that have had their answer.</summary>
    public long BatchesAcked { get; init; }

    /// <summary>Of the acknowledged batches, replayed ones included.</summary>
    public long Acked { get; init; }

    /// <summary>Batches that had been complete before this publisher sent them; they count nothing.</summary>
    public long BatchesReplayed { get; init; }

    /// <summary>Of those batches.</summary>
    public long Replayed { get; init; }

    /// <summary>Counted by the server through this publisher.</summary>
    public long Received { get; init; }

    /// <summary>Received and applied.</summary>
    public long Applied { get; init; }

    /// <summary>Received, but the same record had been applied before.</summary>
    public long Duplicate { get; init; }

    /// <summary>Received, but another record with the same id had been applied before.</summary>
    public long Conflict { get; init; }

    /// <summary>Received and refused.</summary>
    public long Rejected { get; init; }

    /// <summary>The refused ones by reason.</summary>
    public IReadOnlyDictionary<RejectReason, long> Reasons { get; init; } = new Dictionary<RejectReason, long>();

    /// <summary>Calls made: 1 when there was no break.</summary>
    public int Sessions { get; init; }

    /// <summary>Everything handed over was answered.</summary>
    public bool IsComplete => Acked == Sent;

    /// <summary>received = applied + duplicate + conflict + rejected, and acknowledged = received + replayed.</summary>
    public bool Reconciles => Received == Applied + Duplicate + Conflict + Rejected && Acked == Received + Replayed;

    /// <summary>In one line.</summary>
    public override string ToString()
    {
        var reasons = string.Concat(Reasons.OrderBy(static reason => reason.Key).Select(static reason => $", {reason.Key} {reason.Value}"));
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"batches {Batches} (answered {BatchesAcked}, sent again {BatchesResent}, replayed {BatchesReplayed}) in {Sessions} sessions; sent {Sent}, received {Received} = applied {Applied} + duplicate {Duplicate} + conflict {Conflict} + rejected {Rejected}{reasons}; replayed {Replayed}");
    }

    /// <summary>Several publishers' ledgers in one.</summary>
    public static UsageLedger Sum(IReadOnlyCollection<UsageLedger> ledgers) => new()
    {
        Batches = ledgers.Sum(static ledger => ledger.Batches),
        Sent = ledgers.Sum(static ledger => ledger.Sent),
        BatchesResent = ledgers.Sum(static ledger => ledger.BatchesResent),
        BatchesAcked = ledgers.Sum(static ledger => ledger.BatchesAcked),
        Acked = ledgers.Sum(static ledger => ledger.Acked),
        BatchesReplayed = ledgers.Sum(static ledger => ledger.BatchesReplayed),
        Replayed = ledgers.Sum(static ledger => ledger.Replayed),
        Received = ledgers.Sum(static ledger => ledger.Received),
        Applied = ledgers.Sum(static ledger => ledger.Applied),
        Duplicate = ledgers.Sum(static ledger => ledger.Duplicate),
        Conflict = ledgers.Sum(static ledger => ledger.Conflict),
        Rejected = ledgers.Sum(static ledger => ledger.Rejected),
        Reasons = ledgers.SelectMany(static ledger => ledger.Reasons)
            .GroupBy(static reason => reason.Key, static reason => reason.Value)
            .ToDictionary(static group => group.Key, static group => group.Sum()),
        Sessions = ledgers.Sum(static ledger => ledger.Sessions),
    };
}
