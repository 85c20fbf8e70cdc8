using CustomerGrains.Domain;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Versions;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Server.Search;

/// <summary>Makes a row of what the log and the snapshots have, without an activation: bringing a million rows up to date leaves no grains behind.</summary>
public sealed class SubscriberRowSource : IRowSource
{
    private const int Attempts = 5;

    private readonly IFactLog _log;
    private readonly IBusinessClock _clock;
    private readonly FoldParameters _parameters;
    private readonly IRuleBookSource _rules;

    public SubscriberRowSource(IFactLog log, IBusinessClock clock, FoldParameters parameters, IRuleBookSource rules) => (_log, _clock, _parameters, _rules) = (log, clock, parameters, rules);

    public async ValueTask<SubscriberRow?> ReadAsync(string subscriberId, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var loaded = await _log.LoadAsync(EntityKey.Of(EntityKinds.Subscriber, subscriberId), cancellationToken);
            try
            {
                if (loaded.Ticket == Ticket.None || await _log.WaitAsync(loaded.Ticket, loaded.Ticket, cancellationToken) == CommitOutcome.Durable) return RowOf((SubscriberState)loaded.State);
            }
            finally
            {
                _log.Release(loaded.Handle);
            }
            // An entry in it came to nothing: what is on disk is read again.
            if (attempt == Attempts) throw new StoreException("A subscriber's commits fail; its row is made later.");
        }
    }

    /// <summary>The row of a state as of now; null when it is not registered.</summary>
    private SubscriberRow? RowOf(SubscriberState state)
    {
        if (state.Profile is null) return null;
        var rules = _rules.Current;
        var insight = Insight.Of(state, rules.Policy.Policy, _parameters, Math.Max(_clock.Now, state.Now), rules.Options);
        return SubscriberRow.Of(state, insight, rules, _parameters.Calendar);
    }
}
