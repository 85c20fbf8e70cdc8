using CustomerGrains.Domain;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Grains.Reviews;

/// <summary>What reviewing subscribers needs of its process. A review finds a subscriber's classes and records those that changed.</summary>
public interface IReviews
{
    /// <summary>Whether subscribers are reviewed at all.</summary>
    bool IsOn { get; }

    /// <summary>The rules in force.</summary>
    RuleBook Rules { get; }

    FoldParameters Parameters { get; }

    /// <summary>The subscriber has changed: it is to be reviewed within a second. Called in its turn; keeps nobody waiting.</summary>
    /// <param name="changed">Business time of the change, milliseconds since 1970-01-01 UTC.</param>
    void Ask(string subscriberId, long changed);

    /// <summary>Least time between two reviews of a subscriber that are handed on though no class has changed.</summary>
    TimeSpan NumbersInterval { get; }

    /// <summary>The subscriber was reviewed, and none of its classes changed: what its numbers are is to be handed on when <see cref="NumbersInterval"/> is
    /// over. Called in its turn; keeps nobody waiting.</summary>
    /// <param name="changed">Business time of its last change, milliseconds since 1970-01-01 UTC.</param>
    void AskForNumbers(string subscriberId, long changed);

    /// <summary>It was reviewed, for search and reports.</summary>
    /// <param name="state">In the turn only.</param>
    /// <param name="rules">By which it was.</param>
    /// <param name="ticket">Of what is in it: nothing of it may leave before.</param>
    /// <param name="ifClassChanged">Whether a class changed is not known: without that the rest can wait until it was asked for.</param>
    void HandOn(SubscriberState state, Insight insight, RuleBook rules, Ticket ticket, bool ifClassChanged);
}
