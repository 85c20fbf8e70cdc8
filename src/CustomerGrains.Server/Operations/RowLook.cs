using CustomerGrains.Domain;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Server.Operations;

/// <summary>One subscriber's row, compared while the subscriber is rebuilt entry by entry.</summary>
/// <param name="Row">Null = there is none.</param>
/// <param name="Rules">That the row names; null = they are not there.</param>
/// <param name="CompleteTo">What was recorded before this business time should be in the rows; 0 = that is not known.</param>
internal sealed record RowLook(SubscriberRow? Row, RuleBook? Rules, FoldParameters Parameters, long CompleteTo)
{
    private bool _isCompared;

    /// <summary>Fields that are not what they should be.</summary>
    internal List<string> Fields { get; } = [];

    /// <summary>Shows the state as of one version after the other.</summary>
    internal void See(SubscriberState state)
    {
        if (Row is null || Rules is null || state.Version != Row.Version || state.Profile is null) return;
        _isCompared = true;
        Fields.Clear();
        Compare(RowOf(state, Row.AsOf), SubscriberFields.All);
        if (Row.Changed != state.Now) Fields.Add("changed");
    }

    /// <param name="latest">Whatever was rebuilt last.</param>
    internal RowFinding Conclude(SubscriberState latest)
    {
        var isKnown = latest.Now < CompleteTo;
        if (Row is null) return latest.Profile is null ? RowFinding.Right : isKnown ? RowFinding.Missing : RowFinding.NotCompared;
        if (latest.Profile is null) return RowFinding.Unexpected;
        if (!_isCompared) return RowFinding.NotCompared;
        if (Fields.Count > 0) return RowFinding.Differs;
        if (Row.Version >= latest.Version || !isKnown) return RowFinding.Right;
        Compare(RowOf(latest, Math.Max(Row.AsOf, latest.Now)), SubscriberFields.Classes);
        return Fields.Count > 0 ? RowFinding.Behind : RowFinding.Right;
    }

    private SubscriberRow RowOf(SubscriberState state, long time) =>
        SubscriberRow.Of(state, Insight.Of(state, Rules!.Policy.Policy, Parameters, time, Rules.Options), Rules, Parameters.Calendar);

    private void Compare(SubscriberRow expected, IEnumerable<RowField> fields) =>
        Fields.AddRange(fields.Where(f => f.IsText ? expected.Text(f) != Row!.Text(f) : expected.Number(f) != Row!.Number(f)).Select(static f => f.Name));
}
