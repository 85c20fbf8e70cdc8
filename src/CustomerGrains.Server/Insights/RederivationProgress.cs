using CustomerGrains.Domain.Documents;
using CustomerGrains.Grains.Versions;
using CustomerGrains.Server.Policies;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Insights;

/// <summary>How far what is remembered of subscribers has followed the rules in force.</summary>
public sealed class RederivationProgress
{
    private readonly IReadModel _rows;
    private readonly IRuleBookSource _rules;
    private readonly VersionedDocuments _documents;
    private readonly Rederivation _worker;

    public RederivationProgress(IReadModel rows, IRuleBookSource rules, VersionedDocuments documents, Rederivation worker) =>
        (_rows, _rules, _documents, _worker) = (rows, rules, documents, worker);

    internal async Task<V1.Rederivation> ReadAsync(CancellationToken cancellationToken)
    {
        var rules = _rules.Current;
        var run = _worker.Run;
        var message = await _rows.ReadClassesAsync(
            view =>
            {
                var left = Rederivation.LeftIn(view, rules);
                var answer = new V1.Rederivation { Subscribers = view.All.Count, Left = left.Count };
                foreach (var count in view.Count(left, SubscriberFields.Rules)) answer.From.Add(new V1.Rederivation.Types.Before { Rules = count.First, Subscribers = count.Count });
                return answer;
            },
            cancellationToken);
        (message.Rules, message.PolicyVersion, message.ModelVersion) = (rules.Versions, rules.Policy.Version, rules.Churn.Version);
        message.StartTime = await StartTimeAsync(cancellationToken);
        if (rules.Since > 0) message.EffectiveTime = InsightMessages.ToTime(rules.Since);
        message.ReviewsOff = !_worker.IsOn;
        if (run is null) return message;
        message.Reviewed = run.Reviewed;
        if (run.Took > TimeSpan.Zero) message.ReviewsPerSecond = run.Reviewed / run.Took.TotalSeconds;
        if (run.FinishTime is { } finish && message.Left == 0) message.FinishTime = Timestamp.FromDateTimeOffset(finish);
        return message;
    }

    /// <summary>Of the latest activation of a document in force; null when none was ever activated.</summary>
    private async Task<Timestamp?> StartTimeAsync(CancellationToken cancellationToken)
    {
        var latest = 0L;
        foreach (var kind in (DocumentKind[])[DocumentKinds.Policy, DocumentKinds.ChurnFormula, DocumentKinds.PopulationCuts])
        {
            var reading = await _documents.GetAsync(kind, null, cancellationToken);
            if (reading.Entry.Activations is [var activation, ..]) latest = Math.Max(latest, activation.Time);
        }
        return latest == 0 ? null : Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(latest));
    }
}
