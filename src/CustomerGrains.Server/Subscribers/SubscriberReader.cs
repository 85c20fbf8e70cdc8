using CustomerGrains.Domain;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Calls;
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

    public SubscriberReader(IGrainFactory grains, GrainCalls calls, IEntityKinds kinds, IBusinessClock clock, FoldParameters parameters, PlanCatalogue plans)
    {
        _grains = grains;
        _calls = calls;
        _kinds = kinds;
        _clock = clock;
        _parameters = parameters;
        _plans = plans;
    }

    /// <summary>Null when it is not registered.</summary>
    public async Task<Subscriber?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var receipt = await _calls.ReadAsync(_grains.GetGrain<ISubscriberGrain>(id), cancellationToken);
        var state = (SubscriberState)_kinds.Read(EntityKey.Of(EntityKinds.Subscriber, id), receipt.State.Span);
        return state.Profile is null ? null : SubscriberMessages.ToMessage(state, _parameters, _plans, Math.Max(_clock.Now, state.Now));
    }

    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND.</exception>
    public async Task<Subscriber> GetAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken)
            ?? throw Errors.NotFound(ErrorReasons.SubscriberNotFound, $"No subscriber '{id}' is registered.", Subscriber.Descriptor.FullName, id);
}
