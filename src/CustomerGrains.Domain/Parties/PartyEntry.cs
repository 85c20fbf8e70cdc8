using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Parties;

/// <summary>Writes a party's entries: one fact, and what it means for the party that this one was merged into. A party that is merged hands over
/// all it knows; from then on it passes on whatever it learns (core rule 15), so that nothing is lost on either side of a merge.</summary>
public static class PartyEntry
{
    /// <summary>The entry, valid until the writer's next use.</summary>
    /// <param name="now">Business time, milliseconds since 1970-01-01 UTC.</param>
    public static ReadOnlySpan<byte> Write(EntryWriter entry, PartyState state, long now, CauseKind causeKind, ReadOnlySpan<byte> cause, FactKind kind, ReadOnlySpan<byte> body)
    {
        var (target, effect, effectBody) = EffectOf(state, kind, body);
        entry.Begin(PartyKinds.KeyOf(state.Kind, state.Id).ToUtf8(), state.Version + 1, Math.Max(now, state.Now), 0, causeKind, cause, 1, target.Length > 0 ? 1 : 0);
        entry.Fact(kind, Outcome.Applied, body);
        if (target.Length > 0) entry.Effect(PartyKinds.KeyOf(state.Kind, target).ToUtf8(), effect, effectBody);
        return entry.End();
    }

    private static (string Target, FactKind Kind, byte[] Body) EffectOf(PartyState state, FactKind kind, ReadOnlySpan<byte> body) => kind switch
    {
        FactKind.PartyMerged => (PartyMerge.Read(body).Into, FactKind.PartyAbsorbed, state.Absorption().ToBytes()),
        FactKind.PartyDescribed when state.MergedInto.Length > 0 => (state.MergedInto, kind, PartyDescription.Read(body, state.Kind).PassedOnBy(state.Id).ToBytes()),
        FactKind.PartyAbsorbed => (state.MergedInto, kind, body.ToArray()),
        _ => ("", kind, []),
    };
}
