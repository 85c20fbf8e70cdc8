using CustomerGrains.Domain.Churn;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Insights;

/// <summary>Churn risk with the points of every term, as callers get it.</summary>
internal static class ChurnRiskMessages
{
    /// <returns>Null when risk was not scored.</returns>
    internal static ChurnRisk? ToMessage(Domain.Classification.Insight insight, VersionedChurnScorer churn, Timestamp? since)
    {
        if (insight.ChurnScore is null) return null;
        var terms = new Domain.Churn.ChurnTerm[churn.Scorer.TermCount];
        var score = churn.Scorer.Score(insight.Features, terms);
        return ToMessage(score, (V1.ChurnBand)insight.ChurnBand, insight.Features, terms, churn, since);
    }

    internal static ChurnRisk ToMessage(in ChurnScore score, V1.ChurnBand band, ReadOnlySpan<double> features, ReadOnlySpan<Domain.Churn.ChurnTerm> terms, VersionedChurnScorer churn, Timestamp? since)
    {
        var message = new ChurnRisk
        {
            Band = band,
            Since = since,
            Probability = score.Probability,
            Points = score.Points,
            BaselinePoints = score.Baseline,
            Formula = churn.Scorer.Formula.Id,
            FormulaVersion = churn.Version,
        };
        var told = new List<V1.ChurnTerm>();
        for (var i = 0; i < terms.Length; i++)
            if (terms[i].Points != 0) told.Add(ToMessage(ChurnReasons.Of(churn.Scorer, features, terms, i), features));
        message.Terms.AddRange(told.OrderByDescending(static t => Math.Abs(t.Points)));
        return message;
    }

    private static V1.ChurnTerm ToMessage(ChurnReason reason, ReadOnlySpan<double> features)
    {
        var term = new V1.ChurnTerm
        {
            Feature = ChurnFeatures.NameOf(reason.Feature),
            PairedWith = reason.PairedWith is { } other ? ChurnFeatures.NameOf(other) : "",
            Points = reason.Points,
            ReasonEn = reason.English,
            ReasonZh = reason.Chinese,
        };
        var value = features[(int)reason.Feature];
        if (!double.IsNaN(value)) term.Value = value;
        return term;
    }
}
