using CustomerGrains.Domain;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Server.Insights;
using CustomerGrains.Server.Policies;
using CustomerGrains.Storage;
using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Server.Operations;

/// <summary>Begins checks of the read model.</summary>
public sealed class ReadModelVerifier
{
    private readonly IReadModel _model;
    private readonly ReadModelWriter _writer;
    private readonly ReviewQueue _reviews;
    private readonly IStore _store;
    private readonly IEntityKinds _kinds;
    private readonly RuleBookCache _rules;
    private readonly FoldParameters _parameters;

    public ReadModelVerifier(IReadModel model, ReadModelWriter writer, ReviewQueue reviews, IStore store, IEntityKinds kinds, RuleBookCache rules, FoldParameters parameters) =>
        (_model, _writer, _reviews, _store, _kinds, _rules, _parameters) = (model, writer, reviews, store, kinds, rules, parameters);

    /// <summary>Writes the rows that wait, and says from then on what should be in them: nothing that was recorded later is asked of them, nor anything while subscribers
    /// wait for their review or rows are known to be behind.</summary>
    internal async Task<ReadModelCheck> BeginAsync(CancellationToken cancellationToken)
    {
        var isReviewed = _reviews.IsOn && _reviews.Count == 0;
        await _writer.FlushAsync(numbers: true, cancellationToken);
        return new ReadModelCheck(_model, _store, _kinds, _rules, _parameters, isReviewed && !_writer.IsBehind ? _writer.AsOf : 0);
    }
}
