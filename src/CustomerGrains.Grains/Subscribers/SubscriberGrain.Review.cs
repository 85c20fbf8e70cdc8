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

    /// <summary>What the next review on this thread reads into; null while one does. Nobody keeps it, so a hundred thousand reviews in a second leave nothing
    /// to collect.</summary>
    [ThreadStatic]
    private static Insight? _insight;

    private readonly IReviews _reviews;

    /// <summary>Business time at which a class may change by itself, milliseconds since 1970-01-01 UTC; 0 = not known to this activation.</summary>
    private long _due;

    /// <summary>When a review was last handed on, of <see cref="TimeProvider.GetTimestamp"/>; 0 = not by this activation.</summary>
    private long _handedOnAt;

    /// <summary>Of <see cref="ClassesOfRow"/>, as it was then.</summary>
    private int _handedOnClasses;

    /// <summary>Of the state, as it was then.</summary>
    private long _handedOnVersion;

    /// <summary>Its numbers were asked for, and not handed on since.</summary>
    private bool _areNumbersAsked;

    /// <summary>Waits for its review already.</summary>
    private bool _isAsked;

    private bool _isInReview;

    /// <summary>Classes have changed that no row was handed on with.</summary>
    private bool _hasNews;

    public ValueTask<TurnReceipt> Review(bool isDue = false, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        if (Services.Clock.IsSet) _isAsked = false;
        ReviewNow(isDue);
        // Nobody else has asked: a look at a million subscribers leaves no grains behind.
        if (isDue && IsFirstTurn) DeactivateOnIdle();
        return new(Receipt);
    }

    /// <summary>What is due goes before the next fact (core rule 23); the row is that of the review that follows, one for both.</summary>
    private void ReviewWhatIsDue()
    {
        if (_due > Services.Clock.Now) return;
        ReviewNow(handsOn: false);
        if (_hasNews) AskForReview();
    }

    private void AskForReview()
    {
        if (_isAsked || _isInReview || !_reviews.IsOn) return;
        _isAsked = true;
        _reviews.Ask(this.GetPrimaryKeyString(), State.Now);
    }

    /// <summary>From the last fact on, or from new rules on, to the present.</summary>
    /// <param name="isDue">The row of search and reports says so: it must be made anew, or it would go on saying so.</param>
    /// <param name="handsOn">Whether a row is handed on; otherwise another review must follow, which does.</param>
    private void ReviewNow(bool isDue = false, bool handsOn = true)
    {
        // Before the first record of all, where time is that of the records, there is nothing to say: it waits for its review.
        if (_reviews.IsOn && !Services.Clock.IsSet) return;
        _due = long.MaxValue;
        if (!_reviews.IsOn || State.Profile is null) return;
        _isInReview = true;
        var insight = _insight ?? new Insight();
        _insight = null;
        try
        {
            var rules = _reviews.Rules;
            var options = rules.Options;
            var now = Math.Max(Services.Clock.Now, State.Now);
            var at = State.Now < StreamClock.Unset ? now : Math.Min(now, Math.Max(State.Now, rules.Since));
            for (var steps = 1; ; steps++)
            {
                insight.Read(State, rules.Policy.Policy, _reviews.Parameters, at, options);
                var isBeforeCuts = at < rules.CutsSince;
                // By cuts that are not in force yet nobody moves; all else that fell due meanwhile has its own time.
                var codes = isBeforeCuts && State.IsReviewed ? insight.Codes.With(Edge.Rfm, State.Edges.Codes[Edge.Rfm]) : insight.Codes;
                if (!State.IsReviewed || State.Edges.Codes != codes)
                {
                    CommitClasses(codes, at, rules);
                    _hasNews = true;
                }
                _due = isBeforeCuts ? Math.Min(insight.NextChange, rules.CutsSince) : insight.NextChange;
                if (_due > now)
                {
                    // What fell due may change more than classes that are remembered.
                    _hasNews |= isDue || steps > 1;
                    if (handsOn) HandOn(insight, rules);
                    return;
                }
                at = steps < MaxSteps ? _due : now;
            }
        }
        finally
        {
            _isInReview = false;
            _insight = insight;
        }
    }

    private void HandOn(Insight insight, RuleBook rules)
    {
        var classes = ClassesOfRow(insight);
        // What an activation before this one handed on is not known: the rows themselves are asked.
        var isFirst = _handedOnAt == 0;
        var isNews = _hasNews || (!isFirst && classes != _handedOnClasses);
        _hasNews = false;
        // Nothing has happened since: there are no other numbers to hand on.
        if (!isNews && !isFirst && State.Version == _handedOnVersion) return;
        var isLater = !isNews && (isFirst ? _reviews.NumbersInterval > TimeSpan.Zero : Services.Time.GetElapsedTime(_handedOnAt) < _reviews.NumbersInterval);
        if (isLater && !_areNumbersAsked) _reviews.AskForNumbers(this.GetPrimaryKeyString(), State.Now);
        _areNumbersAsked = isLater;
        if (isLater && !isFirst) return;
        _handedOnAt = Services.Time.GetTimestamp();
        _handedOnClasses = classes;
        _handedOnVersion = State.Version;
        _reviews.HandOn(State, insight, rules, Receipt.Ticket, ifClassChanged: isLater);
    }

    /// <summary>Identifies what rows have as classes besides those that are remembered: plan, region, measures and so on come of the profile and the business facts,
    /// the others of the insight. Search, reports and roll-ups must not wait for a change of these.</summary>
    private int ClassesOfRow(Insight insight) => HashCode.Combine(
        State.Profile, State.Relationship?.Changes, insight.CountsInKpi, insight.BrandFit.Brand, insight.Inputs.LifeCycle.AverageBillMicros, insight.Inputs.LifeCycle.TenureMonths);

    private void CommitClasses(EdgeCodes codes, long at, RuleBook rules)
    {
        var body = new ByteWriter(16);
        new ClassesChanged(codes, rules.Cuts?.Version ?? 0).WriteTo(body);
        CommitFact(CauseKind.Tick, default, FactKind.ClassesChanged, body.Written, at, rules.Policy.Version);
    }
}
