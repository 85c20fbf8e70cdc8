using CustomerGrains.Domain;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Grains.Versions;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Insights;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Subscribers;

/// <summary>One subscriber as callers get it, everything in it durable.</summary>
public sealed class SubscriberReader
{
    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly IEntityKinds _kinds;
    private readonly IBusinessClock _clock;
    private readonly FoldParameters _parameters;
    private readonly PlanCatalogue _plans;
    private readonly IRuleBookSource _rules;

    public SubscriberReader(IGrainFactory grains, GrainCalls calls, IEntityKinds kinds, IBusinessClock clock, FoldParameters parameters, PlanCatalogue plans, IRuleBookSource rules)
    {
        _grains = grains;
        _calls = calls;
        _kinds = kinds;
        _clock = clock;
        _parameters = parameters;
        _plans = plans;
        _rules = rules;
    }

    /// <summary>Null when it is not registered.</summary>
    public async Task<Subscriber?> FindAsync(string id, CancellationToken cancellationToken)
    {
        return await ReadAsync(id, cancellationToken) is var (state, insight, rules) ? ToMessage(state, insight, rules) : null;
    }

    /// <summary>The state, what it says of the subscriber now, and by which rules; null when it is not registered.</summary>
    internal async Task<(SubscriberState State, Domain.Classification.Insight Insight, RuleBook Rules)?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var receipt = await _calls.ReadAsync(_grains.GetGrain<ISubscriberGrain>(id), cancellationToken);
        var state = (SubscriberState)_kinds.Read(EntityKey.Of(EntityKinds.Subscriber, id), receipt.State.Span);
        if (state.Profile is null) return null;
        var rules = _rules.Current;
        var options = rules.Options with { WithPortrait = true };
        return (state, Domain.Classification.Insight.Of(state, rules.Policy.Policy, _parameters, Math.Max(_clock.Now, state.Now), options), rules);
    }

    internal Subscriber ToMessage(SubscriberState state, Domain.Classification.Insight insight, RuleBook rules)
    {
        var message = SubscriberMessages.ToMessage(state, _parameters, _plans, insight.Now);
        message.Insight = InsightMessages.ToMessage(insight, state, rules);
        return message;
    }

    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND.</exception>
    public async Task<Subscriber> GetAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken)
            ?? throw Errors.NotFound(ErrorReasons.SubscriberNotFound, $"No subscriber '{id}' is registered.", Subscriber.Descriptor.FullName, id);
}
