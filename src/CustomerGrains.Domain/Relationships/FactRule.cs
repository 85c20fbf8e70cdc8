using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Relationships;

/// <summary>How one kind of business fact is judged and kept.</summary>
/// <param name="Kind">One of those from <see cref="FactKind.StatusChanged"/> on.</param>
/// <param name="Kept">Facts of the kind that a subscriber keeps: those latest by month or time. What is older is forgotten.</param>
/// <param name="PerKey">Of these at most so many with the same key; 0 = the kind has no keys. With keys that are no closed list it
/// must be 1: only then does what is kept not depend on the order.</param>
/// <param name="MayBeAhead">Takes effect at its time, which may lie ahead: until then it is held.</param>
/// <param name="IsForService">A terminated line cannot take what begins something.</param>
public sealed record FactRule(FactKind Kind, int Kept, int PerKey, bool MayBeAhead, bool IsForService)
{
    /// <summary>Facts of the kind, and with the same key, that may be held: what is in force must stay among those kept.</summary>
    public int MaxHeld => !MayBeAhead ? 0 : PerKey > 0 ? PerKey - 1 : Kept / 2;
}
