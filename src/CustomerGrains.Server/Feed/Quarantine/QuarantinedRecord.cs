using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Sources;

namespace CustomerGrains.Server.Feed.Quarantine;

/// <summary>One record in quarantine, as it is now.</summary>
/// <param name="Ordinal">Among equal records of its batch.</param>
/// <param name="First">What it was when it came.</param>
/// <param name="Redriven">What the last re-drive made of it; null = there was none.</param>
internal sealed record QuarantinedRecord(
    QuarantinedEntry Entry, int Index, bool IsCanonical, int Ordinal, ReadOnlyMemory<byte> Content, RecordException First, RecordException? Redriven)
{
    internal Outcome Outcome => (Redriven ?? First).Outcome;

    internal RejectReason Reason => (Redriven ?? First).Reason;

    /// <summary>A re-drive has settled it.</summary>
    internal bool IsSettled => Redriven is { Outcome: not Outcome.Rejected };

    /// <summary>What was read and rejected may be tried again. A conflict may not: once its id is forgotten it would count twice.</summary>
    internal bool CanBeRedriven => IsCanonical && First.Outcome == Outcome.Rejected;
}
