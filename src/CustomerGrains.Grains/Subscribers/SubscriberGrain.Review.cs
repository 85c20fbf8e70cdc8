using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Policies;
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

    /// <summary>Waits for its review already, or is in it.</summary>
    private bool _isAsked;

    public ValueTask<TurnReceipt> Review(CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        ReviewNow();
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
        _reviews.Ask(this.GetPrimaryKeyString());
    }

    /// <summary>From the last fact on, or from new rules on, to the present.</summary>
    private void ReviewNow()
    {
        _due = long.MaxValue;
        _isAsked = false;
        if (!_reviews.IsOn || State.Profile is null) return;
        _isAsked = true;
        try
        {
            var rules = _reviews.Rules;
            var options = new InsightOptions { Scorer = rules.Churn.Scorer };
            var now = Math.Max(Services.Clock.Now, State.Now);
            var at = Math.Min(now, Math.Max(State.Now, _reviews.RulesSince));
            var isNews = false;
            for (var steps = 1; ; steps++)
            {
                var insight = Insight.Of(State, rules.Policy.Policy, _reviews.Parameters, at, options);
                if (!State.IsReviewed || State.Edges.Codes != insight.Codes)
                {
                    CommitClasses(insight.Codes, at, rules.Policy.Version);
                    isNews = true;
                }
                isNews |= steps > 1; // when the next change is due is news, too
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
        if (!isNews && _handedOnAt != 0 && Services.Time.GetElapsedTime(_handedOnAt) < _reviews.NumbersInterval) return;
        _handedOnAt = Services.Time.GetTimestamp();
        _reviews.HandOn(State, insight, rules, Receipt.Ticket);
    }

    private void CommitClasses(EdgeCodes codes, long at, uint policy)
    {
        var body = new ByteWriter(16);
        new ClassesChanged(codes).WriteTo(body);
        CommitFact(CauseKind.Tick, default, FactKind.ClassesChanged, body.Written, at, policy);
    }
}
