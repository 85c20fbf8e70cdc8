using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Parties;
using CustomerGrains.Grains.Parties;
using CustomerGrains.Grains.Versions;
using CustomerGrains.Server.Calls;
using CustomerGrains.V1;
using PartyKind = CustomerGrains.Domain.Parties.PartyKind;

namespace CustomerGrains.Server.Parties;

/// <summary>Parties as callers get them, everything in them durable.</summary>
public sealed class PartyReader
{
    /// <summary>Ids of one party that are followed: each is a roll-up to be read, and nobody in earnest is known under more.</summary>
    internal const int MaxIds = 100;

    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly IEntityKinds _kinds;
    private readonly IRuleBookSource _rules;

    public PartyReader(IGrainFactory grains, GrainCalls calls, IEntityKinds kinds, IRuleBookSource rules)
    {
        _grains = grains;
        _calls = calls;
        _kinds = kinds;
        _rules = rules;
    }

    /// <summary>Null when nobody ever described it.</summary>
    internal async Task<Party?> FindAsync(PartyKind kind, string id, CancellationToken cancellationToken) =>
        await StateAsync(kind, id, cancellationToken) is { Version: > 0 } state ? await ToMessageAsync(state, cancellationToken) : null;

    /// <summary>Whoever a party of this id goes on as; null when nobody ever described it.</summary>
    internal async Task<Party?> FindCurrentAsync(PartyKind kind, string id, CancellationToken cancellationToken) =>
        id.Length > 0 && await StateAsync(kind, id, cancellationToken) is { Version: > 0 } state ? await ToMessageAsync(await CurrentAsync(state, cancellationToken), cancellationToken) : null;

    /// <summary>Ids under which a party is known, at most <see cref="MaxIds"/>: that which it goes on as, then itself and everybody who was merged into it or
    /// into that, also while the merge is under way; itself alone when nobody ever described it.</summary>
    internal async Task<IReadOnlyList<string>> IdsAsync(PartyKind kind, string id, CancellationToken cancellationToken)
    {
        var walked = new List<string>();
        var absorbed = new List<string>();
        for (var state = await StateAsync(kind, id, cancellationToken); ; state = await StateAsync(kind, state.MergedInto, cancellationToken))
        {
            // Whoever it goes on as learns of it some commits after it was merged, and of those merged into it before no sooner.
            walked.Insert(0, state.Id);
            absorbed.InsertRange(0, state.Absorbed);
            if (state.MergedInto.Length == 0) return [.. walked.Concat(absorbed).Distinct().Take(MaxIds)];
        }
    }

    /// <summary>What is known of a party; of version 0 when nobody ever described it.</summary>
    internal async Task<PartyState> StateAsync(PartyKind kind, string id, CancellationToken cancellationToken)
    {
        var key = PartyKinds.KeyOf(kind, id);
        var receipt = await _calls.ReadAsync(_grains.GetGrain<IPartyGrain>(key.Value), cancellationToken);
        return (PartyState)_kinds.Read(key, receipt.State.Span);
    }

    private async Task<PartyState> CurrentAsync(PartyState state, CancellationToken cancellationToken)
    {
        while (state.MergedInto.Length > 0) state = await StateAsync(state.Kind, state.MergedInto, cancellationToken);
        return state;
    }

    private async Task<Party> ToMessageAsync(PartyState state, CancellationToken cancellationToken)
    {
        var policy = _rules.Current.Policy;
        var message = PartyMessages.ToMessage(state, PartyView.Of(state, policy.Policy.Identity), policy.Version);
        if (state.MergedInto.Length > 0) message.CurrentId = (await CurrentAsync(state, cancellationToken)).Id;
        await Task.WhenAll(message.Fields.Select(async field =>
        {
            var rule = PartyFields.Find(state.Kind, (Domain.Parties.PartyField)field.Field)!;
            if (field.Value is not { } value || !PartyKinds.IsParty(rule.RefersTo)) return;
            var current = await CurrentAsync(await StateAsync(PartyKinds.Of(rule.RefersTo), value.Value.Text, cancellationToken), cancellationToken);
            if (current.Id != value.Value.Text) field.CurrentId = current.Id;
        }));
        return message;
    }
}
