using System.Collections.Concurrent;
using CustomerGrains.Domain;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;
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
    private readonly IBusinessClock _clock;
    private readonly TimeProvider _time;
    private readonly IRowSink _rows;
    private readonly ConcurrentQueue<WaitingReview> _waiting = new();

    /// <summary>Change of the one that was taken and is not done with; <see cref="long.MaxValue"/> = none is.</summary>
    private long _taken = long.MaxValue;
    private RuleBook _current;

    public ReviewQueue(IRuleBookSource rules, IBusinessClock clock, FoldParameters parameters, TimeProvider time, ReviewRate rate, IRowSink rows, ReadModelOptions options)
    {
        _rules = rules;
        _clock = clock;
        _time = time;
        _rows = rows;
        NumbersInterval = options.NumbersInterval;
        Parameters = parameters;
        IsOn = rate.PerSecond > 0;
        _current = rules.Current;
        rows.Expect(() => Oldest);
    }

    /// <summary>Turns that ran at the same time may have asked in another order than that of their changes: so much is the first one early,
    /// milliseconds.</summary>
    private const long Slack = 1_000;

    public bool IsOn { get; }

    public FoldParameters Parameters { get; }

    public TimeSpan NumbersInterval { get; }

    public long RulesSince { get; private set; }

    /// <summary>Subscribers waiting.</summary>
    public int Count => _waiting.Count;

    public RuleBook Rules
    {
        get
        {
            var current = _rules.Current;
            if (ReferenceEquals(current, _current)) return current;
            // Two threads may both see new rules: they write the same book and, all but, the same time.
            if (_current != current) RulesSince = _clock.Now;
            return _current = current;
        }
    }

    public void Ask(string subscriberId, long changed) => _waiting.Enqueue(new WaitingReview(subscriberId, changed, _time.GetTimestamp()));

    public void HandOn(SubscriberState state, Insight insight, RuleBook rules, Ticket ticket) =>
        _rows.Put(SubscriberRow.Of(state, insight, rules.Policy.Policy, rules.Policy.Version, Parameters.Calendar), ticket);

    /// <summary>Business time of the earliest change that may not have been reviewed, milliseconds since 1970-01-01 UTC.</summary>
    private long Oldest
    {
        get
        {
            // One that is taken or put back meanwhile is seen in one place or the other.
            var taken = Volatile.Read(ref _taken);
            if (_waiting.TryPeek(out var first)) taken = Math.Min(taken, Math.Max(0, first.Changed - Slack));
            return Math.Min(taken, Volatile.Read(ref _taken));
        }
    }

    /// <summary>The one that has waited longest, if it has waited for <paramref name="atLeast"/>. There is one who takes: it says when it has done with
    /// that one (<see cref="Done"/>) before it takes the next.</summary>
    internal bool TryTake(TimeSpan atLeast, out WaitingReview review)
    {
        if (!_waiting.TryPeek(out review) || _time.GetElapsedTime(review.AskedAt) < atLeast) return false;
        Volatile.Write(ref _taken, Math.Max(0, review.Changed - Slack));
        return _waiting.TryDequeue(out review);
    }

    /// <summary>The one that was taken was reviewed, and its row handed in; or it waits again.</summary>
    internal void Done() => Volatile.Write(ref _taken, long.MaxValue);
}
