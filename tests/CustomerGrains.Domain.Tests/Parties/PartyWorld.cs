using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Parties;
using CustomerGrains.Domain.Tests.Support;

namespace CustomerGrains.Domain.Tests.Parties;

/// <summary>Customers driven by hand, with their effects on each other: what the grains do, without a store.</summary>
internal sealed class PartyWorld
{
    private readonly EntryWriter _writer = new();
    private readonly SortedDictionary<string, Entity<PartyState>> _parties = new(StringComparer.Ordinal);
    private long _merges;

    internal Entity<PartyState> this[string id] => _parties.TryGetValue(id, out var party) ? party : _parties[id] = new Entity<PartyState>("customer/" + id);

    internal IEnumerable<Entity<PartyState>> Parties => _parties.Values;

    internal static PartyDescription Say(string source, long time, params (PartyField Field, PartyValue Value)[] values) =>
        new("", source, time, [.. values.Select(v => KeyValuePair.Create(v.Field, v.Value))]);

    internal void Describe(string id, PartyDescription description, string requestId = "") =>
        Commit(id, CauseKind.Command, Entity<PartyState>.Body(w => new CommandCause(requestId, "").WriteTo(w)), FactKind.PartyDescribed, description.ToBytes());

    internal void Merge(string id, string into) => Commit(id, CauseKind.Effect, EffectCause("merges/customer", ++_merges), FactKind.PartyMerged, new PartyMerge(id, into).ToBytes());

    /// <summary>Delivers one open effect of somebody.</summary>
    /// <param name="isConfirmed">Else the origin does not learn of it, as in a crash, and will deliver it again.</param>
    /// <returns>False when none is open.</returns>
    internal bool Deliver(Random random, bool isConfirmed = true)
    {
        var open = _parties.Values.Where(static party => party.State.HasOpenEffects).ToList();
        if (open.Count == 0) return false;
        var origin = open[random.Next(open.Count)];
        var effect = origin.State.OpenEffects.First;
        var target = EntityKey.Parse(effect.Target).Id;
        if (!this[target].State.IsEffectApplied(origin.Key.Value, effect.Version))
            Commit(target, CauseKind.Effect, EffectCause(origin.Key.Value, effect.Version), effect.Kind, effect.Body.ToArray());
        if (isConfirmed) Commit(origin.Key.Id, CauseKind.Tick, [], FactKind.EffectConfirmed, Entity<PartyState>.Body(w => OpenEffects.WriteConfirmation(w, effect)));
        return true;
    }

    internal void DeliverAll(Random random)
    {
        while (Deliver(random))
        {
        }
    }

    private static byte[] EffectCause(string origin, long version) => Entity<PartyState>.Body(w => new EffectCause(origin, version).WriteTo(w));

    private void Commit(string id, CauseKind causeKind, byte[] cause, FactKind kind, byte[] body)
    {
        var party = this[id];
        party.Fold(PartyEntry.Write(_writer, party.State, 1, causeKind, cause, kind, body).ToArray());
    }
}
