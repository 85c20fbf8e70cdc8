using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Grains.Reviews;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Grains.Subscribers;

/// <inheritdoc cref="ISubscriberGrain"/>
[GrainType("subscriber")]
public sealed partial class SubscriberGrain : EntityGrain<SubscriberState>, ISubscriberGrain
{
    /// <summary>How long a watcher waits before it has to ask again: well under the calls' time-out, and what a watcher of an overtaken
    /// activation can be late.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly ILogger<SubscriberGrain> _logger;

    /// <summary>Completed with the next change; null while nobody waits.</summary>
    private TaskCompletionSource? _changed;

    public SubscriberGrain(EntityServices services, IReviews reviews, ILogger<SubscriberGrain> logger) : base(EntityKinds.Subscriber, services) => (_reviews, _logger) = (reviews, logger);

    public ValueTask<SliceReceipt> Apply(ReadOnlyMemory<byte> slice)
    {
        EnsureCurrent();
        ReviewWhatIsDue();
        var judgement = SliceJudgement.OfThread;
        judgement.Judge(State, slice.Span, Services.Clock);
        if (judgement.NewCount > 0) CommitSlice(judgement, slice.Span);
        var receipt = Receipt;
        return new(new SliceReceipt(receipt.Incarnation, receipt.Group, judgement.AllApplied ? default : Verdicts(judgement)));
    }

    public ValueTask<TurnReceipt> Register(RegisterCommand command, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        var profile = new SubscriberProfile(command.ActivationTime, command.Plan, command.Brand, command.Region);
        var cause = new CommandCause(command.RequestId, command.Actor);
        if (State.FindRequest(cause.RequestHash) == 0 && (State.Profile != profile || cause.RequestHash != 0))
        {
            var body = new ByteWriter();
            profile.WriteTo(body);
            var causeBody = new ByteWriter();
            cause.WriteTo(causeBody);
            CommitFact(CauseKind.Command, causeBody.Written, FactKind.SubscriberRegistered, body.Written);
            ReviewNow();
        }
        return new(Receipt);
    }

    public ValueTask<FactsReceipt> RecordFacts(RecordFactsCommand command, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        ReviewWhatIsDue();
        var cause = new CommandCause(command.RequestId, command.Actor);
        if (State.FindRequest(cause.RequestHash) is var before and > 0) return new(Answer(default, 0, before));
        var judgement = new FactBatchJudgement(State, command.Facts.Span, Services.Clock, Math.Max(Services.Clock.Now, State.Now));
        var now = Math.Max(Services.Clock.Now, State.Now);
        if (judgement.AnyApplied || command.IsNamed)
        {
            Commit(judgement.WriteEntry(new EntryWriter(), Key, State, cause, command.Reason, now));
            ReviewNow();
        }
        return new(Answer(judgement.Verdicts, now, 0));

        FactsReceipt Answer(ReadOnlyMemory<byte> verdicts, long judgedAt, long replayed) => new(Receipt.Incarnation, Receipt.Group, State.Version, judgedAt, verdicts, replayed);
    }

    public ValueTask<TurnReceipt> TakeEffect(EffectMessage effect, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        if (!State.IsEffectApplied(effect.Origin, effect.Version)) CommitEffect(effect);
        return new(Receipt);
    }

    public ValueTask<TurnReceipt> ForgetRollups(ReadOnlyMemory<byte> told, long version, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        var targets = RollupsForgotten.Read(told.Span).FindAll(target => State.Relationship?.IsForgottenBy(target, version) == true);
        if (targets.Count > 0) CommitFact(CauseKind.Tick, default, FactKind.RollupsForgotten, RollupsForgotten.Write(targets));
        return new(Receipt);
    }

    public async Task<TurnReceipt> WaitForChange(long after, CancellationToken cancellationToken = default)
    {
        EnsureCurrent();
        if (State.Version > after) return Receipt;
        _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _changed.Task.WaitAsync(LongestWait, Services.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Nothing happened: the version says so.
        }
        EnsureCurrent();
        return Receipt;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        WakeWatchers();
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    protected override void OnCommitted()
    {
        AskForReview();
        WakeWatchers();
    }

    private void WakeWatchers()
    {
        if (_changed is null) return;
        _changed.SetResult();
        _changed = null;
    }

    private void CommitSlice(SliceJudgement judgement, ReadOnlySpan<byte> slice)
    {
        try
        {
            var entry = judgement.WriteEntry(Key, State, slice, Services.Clock);
            State.Fold(judgement, entry);
            Append(entry);
        }
        catch (Exception e) when (e is not EntityUnavailableException)
        {
            _logger.FoldFailed(e, judgement.NewCount);
            judgement.RejectNew();
            Commit(judgement.WriteEntry(Key, State, slice, Services.Clock));
        }
    }

    private static ReadOnlyMemory<byte> Verdicts(SliceJudgement judgement)
    {
        var bytes = new byte[judgement.Count * 2];
        for (var i = 0; i < judgement.Count; i++)
        {
            bytes[2 * i] = (byte)judgement.Records[i].Verdict;
            bytes[2 * i + 1] = (byte)judgement.Records[i].Reason;
        }
        return bytes;
    }
}
