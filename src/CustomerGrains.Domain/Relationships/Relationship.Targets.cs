using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Rollups;

namespace CustomerGrains.Domain.Relationships;

/// <summary>The customers, accounts and groups that the line is or was rolled up to.</summary>
public sealed partial class Relationship
{
    /// <summary>Null when there are none, as nearly always.</summary>
    private List<RollupTarget>? _forgotten;

    /// <summary>For each of them, the subscriber's version at which the last fact that named it went, or a later one; not stored.</summary>
    private List<long>? _forgottenAt;

    /// <summary>Whether the line names, or named, anything that it is rolled up to.</summary>
    public bool HasTargets { get; private set; }

    /// <summary>Times that the kept facts changed since this object was made; not stored.</summary>
    public int Changes { get; private set; }

    /// <summary>Those named by facts that are kept no longer and, as far as is known, still have the line as a member. Not an aggregate: it depends on
    /// what was delivered.</summary>
    public IReadOnlyList<RollupTarget> ForgottenTargets => _forgotten ?? [];

    /// <summary>What facts of the line's kinds that name targets say of whom, in the order of time.</summary>
    internal static IEnumerable<RollupTarget> TargetsOf(BusinessFact fact)
    {
        if (fact is MembershipChanged group) yield return new RollupTarget(RollupKind.Group, group.GroupId);
        if (fact is not CustomerLinked link) yield break;
        yield return new RollupTarget(RollupKind.Customer, link.CustomerId);
        if (link.AccountId.Length > 0) yield return new RollupTarget(RollupKind.Account, link.AccountId);
    }

    /// <summary>Whether nothing is owed to a target any more once it has been told what holds at a version of the subscriber: not when it was named again
    /// since, and the fact that did went too. Of a state that was read from a snapshot, nothing older than that is taken for told: it is told again.</summary>
    public bool IsForgottenBy(RollupTarget target, long version) => _forgotten is not null && _forgotten.IndexOf(target) is var at and >= 0 && _forgottenAt![at] <= version;

    /// <summary>These have been told, durably.</summary>
    internal void ForgetTargets(IReadOnlyCollection<RollupTarget> told)
    {
        for (var i = ForgottenTargets.Count - 1; i >= 0; i--)
        {
            if (!told.Contains(_forgotten![i])) continue;
            _forgotten.RemoveAt(i);
            _forgottenAt!.RemoveAt(i);
        }
        if (_forgotten is { Count: 0 }) (_forgotten, _forgottenAt) = (null, null);
    }

    internal void WriteForgotten(ByteWriter writer) => RollupsForgotten.WriteTargets(writer, ForgottenTargets);

    /// <param name="version">Of the subscriber.</param>
    internal void ReadForgotten(ref ByteReader reader, long version)
    {
        _forgotten = RollupsForgotten.ReadTargets(ref reader);
        if (_forgotten.Count == 0) throw new CorruptDataException("A list of forgotten roll-ups is empty.");
        _forgottenAt = [.. Enumerable.Repeat(version, _forgotten.Count)];
        HasTargets = true;
    }

    private static bool NamesTarget(BusinessFact fact) => fact.Kind is FactKind.CustomerLinked or FactKind.MembershipChanged;

    /// <param name="gone">The fact that had to go for it; null = none had.</param>
    /// <param name="version">Of the subscriber, with the fact.</param>
    private void KeepTargets(BusinessFact fact, BusinessFact? gone, long version)
    {
        if (!NamesTarget(fact)) return;
        HasTargets = true;
        // One that goes as it comes was never in force.
        if (gone is null || ReferenceEquals(gone, fact)) return;
        var named = Of<BusinessFact>(fact.Kind).SelectMany(TargetsOf).ToHashSet();
        foreach (var target in TargetsOf(gone))
        {
            if (named.Contains(target)) continue;
            var at = _forgotten?.IndexOf(target) ?? -1;
            if (at >= 0)
            {
                _forgottenAt![at] = version;
                continue;
            }
            (_forgotten ??= []).Add(target);
            (_forgottenAt ??= []).Add(version);
        }
    }
}
