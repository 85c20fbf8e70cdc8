using System.Collections.Concurrent;
using CustomerGrains.Domain;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Grains.Reviews;
using CustomerGrains.Grains.Versions;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Server.Insights;

/// <summary>The subscribers that wait for their review, first come first served. Each is in it at most once: an activation that has asked does not
/// ask again before it was reviewed.</summary>
public sealed class ReviewQueue : IReviews
{
    private readonly IRuleBookSource _rules;
    private readonly TimeProvider _time;
    private readonly IRowSink _rows;
    private readonly ConcurrentQueue<WaitingReview> _waiting = new();

    /// <summary>Whose numbers are to be handed on, each when <see cref="NumbersInterval"/> has gone by.</summary>
    private readonly ConcurrentQueue<WaitingReview> _numbers = new();

    /// <summary>Of those that wait or are taken and not done with. They are not in the order of their changes: a turn can stand still before it asks, and who
    /// is put back waits behind all others.</summary>
    private readonly EarliestChange _changes = new();
    private readonly EarliestChange _numberChanges = new();

    public ReviewQueue(IRuleBookSource rules, FoldParameters parameters, TimeProvider time, ReviewRate rate, IRowSink rows, ReadModelOptions options)
    {
        _rules = rules;
        _time = time;
        _rows = rows;
        NumbersInterval = options.NumbersInterval;
        Parameters = parameters;
        IsOn = rate.PerSecond > 0;
        // Business time of the earliest change that may not have been reviewed, and of that whose numbers were not handed on.
        rows.Expect(() => _changes.Time, () => _numberChanges.Time);
    }

    public bool IsOn { get; }

    public FoldParameters Parameters { get; }

    public TimeSpan NumbersInterval { get; }

    /// <summary>Subscribers waiting.</summary>
    public int Count => _waiting.Count;

    public RuleBook Rules => _rules.Current;

    public void Ask(string subscriberId, long changed)
    {
        _changes.Add(changed);
        _waiting.Enqueue(new WaitingReview(subscriberId, changed, _time.GetTimestamp(), IsOfNumbers: false));
    }

    public void AskForNumbers(string subscriberId, long changed)
    {
        _numberChanges.Add(changed);
        _numbers.Enqueue(new WaitingReview(subscriberId, changed, _time.GetTimestamp(), IsOfNumbers: true));
    }

    public void HandOn(SubscriberState state, Insight insight, RuleBook rules, Ticket ticket, bool ifClassChanged) =>
        _rows.Put(SubscriberRow.Of(state, insight, rules, Parameters.Calendar), ticket, ifClassChanged);

    /// <summary>How long the one that has waited longest has waited.</summary>
    internal TimeSpan LongestWait => _waiting.TryPeek(out var first) ? _time.GetElapsedTime(first.AskedAt) : TimeSpan.Zero;

    /// <summary>The one that has waited longest, if it has waited for <paramref name="atLeast"/>. There is one who takes. It says when it has done with that
    /// one (<see cref="Done"/>): until then, its change is still to be reviewed.</summary>
    internal bool TryTake(TimeSpan atLeast, out WaitingReview review) => TryTake(_waiting, atLeast, out review);

    /// <summary>The one whose numbers have waited longest, likewise.</summary>
    internal bool TryTakeNumbers(TimeSpan atLeast, out WaitingReview review) => TryTake(_numbers, atLeast, out review);

    /// <summary>The one that was taken was reviewed, and its row handed in; or it waits again.</summary>
    internal void Done(in WaitingReview review) => (review.IsOfNumbers ? _numberChanges : _changes).Remove(review.Changed);

    private bool TryTake(ConcurrentQueue<WaitingReview> queue, TimeSpan atLeast, out WaitingReview review) =>
        queue.TryPeek(out review) && _time.GetElapsedTime(review.AskedAt) >= atLeast && queue.TryDequeue(out review);
}
