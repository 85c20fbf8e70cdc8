using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Grains.Reviews;

namespace CustomerGrains.Grains.Subscribers;

/// <summary>What is remembered about a subscriber's classes. It changes with a command at once, with usage within a second, and by itself when
/// it falls due: each change as of the time at which it came about, whenever the review took place.</summary>
public sealed partial class SubscriberGrain
{
    /// <summary>Times of change that one review goes through one by one; after a longer absence the last step goes to the present.</summary>
    private const int MaxSteps = 400;

    private readonly IReviews _reviews;

    /// <summary>Business time at which a class may change by itself, milliseconds since 1970-01-01 UTC; 0 = not known to this activation.</summary>
    private long _due;

    /// <summary>When a review was last handed on, of <see cref="TimeProvider.GetTimestamp"/>; 0 = not by this activation.</summary>
    private long _handedOnAt;

    /// <summary>How often the kept business facts had changed then.</summary>
    private int _factsHandedOn;

    /// <summary>Waits for its review already, or is in it.</summary>
    private bool _isAsked;

    public ValueTask<TurnReceipt> Review(bool isDue = false, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        ReviewNow(isDue);
        return new(Receipt);
    }

    /// <summary>What is due goes before the next fact (core rule 23).</summary>
    private void ReviewWhatIsDue()
    {
        if (_due <= Services.Clock.Now) ReviewNow();
    }

    private void AskForReview()
    {
        if (_isAsked || !_reviews.IsOn) return;
        _isAsked = true;
        _reviews.Ask(this.GetPrimaryKeyString(), State.Now);
    }

    /// <summary>From the last fact on, or from new rules on, to the present.</summary>
    /// <param name="isDue">The row of search and reports says so: it must get the next such time, or it would never again.</param>
    private void ReviewNow(bool isDue = false)
    {
        // Before the first record of all, where time is that of the records, there is nothing to say: it waits for its review.
        if (_reviews.IsOn && !Services.Clock.IsSet) return;
        _due = long.MaxValue;
        _isAsked = false;
        if (!_reviews.IsOn || State.Profile is null) return;
        _isAsked = true;
        try
        {
            var rules = _reviews.Rules;
            var options = new InsightOptions { Scorer = rules.Churn.Scorer };
            var now = Math.Max(Services.Clock.Now, State.Now);
            var at = State.Now < StreamClock.Unset ? now : Math.Min(now, Math.Max(State.Now, _reviews.RulesSince));
            var isNews = isDue;
            for (var steps = 1; ; steps++)
            {
                var insight = Insight.Of(State, rules.Policy.Policy, _reviews.Parameters, at, options);
                if (!State.IsReviewed || State.Edges.Codes != insight.Codes)
                {
                    CommitClasses(insight.Codes, at, rules.Policy.Version);
                    isNews = true;
                }
                _due = insight.NextChange;
                if (_due > now)
                {
                    HandOn(insight, rules, isNews);
                    return;
                }
                at = steps < MaxSteps ? _due : now;
            }
        }
        finally
        {
            _isAsked = false;
        }
    }

    private void HandOn(Insight insight, RuleBook rules, bool isNews)
    {
        // Business facts are rare, and lists and roll-ups show what they say: status, bills, whose line it is.
        var facts = State.Relationship?.Changes ?? 0;
        if (!isNews && facts == _factsHandedOn && _handedOnAt != 0 && Services.Time.GetElapsedTime(_handedOnAt) < _reviews.NumbersInterval) return;
        (_handedOnAt, _factsHandedOn) = (Services.Time.GetTimestamp(), facts);
        _reviews.HandOn(State, insight, rules, Receipt.Ticket);
    }

    private void CommitClasses(EdgeCodes codes, long at, uint policy)
    {
        var body = new ByteWriter(16);
        new ClassesChanged(codes).WriteTo(body);
        CommitFact(CauseKind.Tick, default, FactKind.ClassesChanged, body.Written, at, policy);
    }
}
