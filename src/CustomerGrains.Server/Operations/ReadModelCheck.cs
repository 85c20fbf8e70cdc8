using CustomerGrains.Domain;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Server.Policies;
using CustomerGrains.Storage;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Operations;

/// <summary>Goes through rows and subscribers side by side, both by id, and counts what is not as it should be. For one run; it holds a page of rows.</summary>
internal sealed class ReadModelCheck
{
    private const int Page = 1_000;

    /// <summary>Named in the answer.</summary>
    private const int MaxFindings = 20;

    /// <summary>Looked at once more, because a row may have been written, or a turn been under way, just then.</summary>
    private const int MaxSuspects = 10_000;

    private static readonly IReadOnlyList<RowOrder> ById = [new RowOrder(SubscriberFields.SubscriberId, IsDescending: false)];

    private readonly IReadModel _model;
    private readonly IStore _store;
    private readonly IEntityKinds _kinds;
    private readonly RuleBookCache _rules;
    private readonly FoldParameters _parameters;
    private readonly long _completeTo;
    private readonly RowCheck _result = new();
    private readonly List<string> _suspects = [];
    private readonly Queue<SubscriberRow> _page = [];
    private RowCursor? _next;
    private bool _isLast;

    /// <param name="completeTo">What was recorded before this business time should be in the rows; 0 = that is not known.</param>
    internal ReadModelCheck(IReadModel model, IStore store, IEntityKinds kinds, RuleBookCache rules, FoldParameters parameters, long completeTo) =>
        (_model, _store, _kinds, _rules, _parameters, _completeTo) = (model, store, kinds, rules, parameters, completeTo);

    /// <summary>Takes up the row of a subscriber that is about to be rebuilt. Ids come in the order of their UTF-8.</summary>
    internal async Task<RowLook> BeginAsync(string subscriberId, CancellationToken cancellationToken)
    {
        while (await PeekAsync(cancellationToken) is { } row)
        {
            var order = EntityKey.Of(EntityKinds.Subscriber, row.SubscriberId).ToUtf8().AsSpan().SequenceCompareTo(EntityKey.Of(EntityKinds.Subscriber, subscriberId).ToUtf8());
            if (order > 0) break;
            _page.Dequeue();
            if (order == 0) return await LookAsync(row, cancellationToken);
            await CheckAloneAsync(row, cancellationToken);
        }
        return await LookAsync(null, cancellationToken);
    }

    /// <summary>Takes down what came of it. A row that is ahead of what was rebuilt is looked at by itself.</summary>
    internal async Task EndAsync(RowLook look, SubscriberState rebuilt, CancellationToken cancellationToken)
    {
        if (look.Row is { } row && row.Version > rebuilt.Version) await CheckAloneAsync(row, cancellationToken);
        else TakeDown(rebuilt.Id, look, Judge(look, rebuilt), isSecond: false);
    }

    /// <summary>The rows behind the last subscriber, and once more what seemed wrong.</summary>
    internal async Task<RowCheck> FinishAsync(CancellationToken cancellationToken)
    {
        while (await PeekAsync(cancellationToken) is not null) await CheckAloneAsync(_page.Dequeue(), cancellationToken);
        foreach (var id in _suspects)
        {
            var page = await _model.SearchAsync(new RowQuery(new RowCondition.Texts(SubscriberFields.SubscriberId, RowComparison.Equal, id), [], 1), cancellationToken);
            var (look, latest) = await RebuildAsync(id, page.Rows.Count > 0 ? page.Rows[0] : null, cancellationToken);
            TakeDown(id, look, Judge(look, latest), isSecond: true);
        }
        return _result;
    }

    private async ValueTask<SubscriberRow?> PeekAsync(CancellationToken cancellationToken)
    {
        if (_page.Count == 0 && !_isLast)
        {
            var page = await _model.SearchAsync(new RowQuery(null, ById, Page, _next), cancellationToken);
            foreach (var row in page.Rows) _page.Enqueue(row);
            (_next, _isLast) = (page.Next, page.Next is null);
        }
        return _page.TryPeek(out var first) ? first : null;
    }

    private async Task CheckAloneAsync(SubscriberRow row, CancellationToken cancellationToken)
    {
        var (look, latest) = await RebuildAsync(row.SubscriberId, row, cancellationToken);
        TakeDown(row.SubscriberId, look, Judge(look, latest), isSecond: false);
    }

    private async Task<RowLook> LookAsync(SubscriberRow? row, CancellationToken cancellationToken)
    {
        var rules = row is null ? null : await _rules.FindAsync(Version(row, SubscriberFields.PolicyVersion), Version(row, SubscriberFields.ModelVersion), Version(row, SubscriberFields.CutsVersion), cancellationToken);
        return new RowLook(row, rules, _parameters, _completeTo);
    }

    /// <summary>Folds everything that is durable by now, and shows it to a look.</summary>
    private async Task<(RowLook Look, SubscriberState Latest)> RebuildAsync(string id, SubscriberRow? row, CancellationToken cancellationToken)
    {
        var key = EntityKey.Of(EntityKinds.Subscriber, id);
        var look = await LookAsync(row, cancellationToken);
        while (true)
        {
            var edge = await _store.ReadBaseAsync(key, cancellationToken);
            var state = (SubscriberState)(edge is { } kept ? _kinds.Read(key, kept.State.Span) : _kinds.Create(key));
            try
            {
                look.See(state);
                await foreach (var entry in _store.ReadEntriesAsync(key, state.Version + 1, long.MaxValue, cancellationToken))
                {
                    state.Fold(EntryView.Read(entry.Span));
                    look.See(state);
                }
                return (look, state);
            }
            catch (HistoryExpiredException)
            {
                // The base moved on between the two looks.
            }
        }
    }

    /// <summary>What reports count by is checked last: a row that was written meanwhile looks as if it differed.</summary>
    private RowFinding Judge(RowLook look, SubscriberState latest)
    {
        var finding = look.Conclude(latest);
        if (finding is RowFinding.Right && look.Row is { } row && _model.IsClassChange(row))
        {
            look.Fields.Add("memory");
            return RowFinding.Differs;
        }
        return finding;
    }

    private void TakeDown(string id, RowLook look, RowFinding finding, bool isSecond)
    {
        if (!isSecond && finding is not (RowFinding.Right or RowFinding.NotCompared) && _suspects.Count < MaxSuspects)
        {
            _suspects.Add(id);
            return;
        }
        if (look.Row is not null && finding is RowFinding.Right or RowFinding.Differs or RowFinding.Behind) _result.Compared++;
        switch (finding)
        {
            case RowFinding.Right: return;
            case RowFinding.NotCompared: _result.NotCompared++; return;
            case RowFinding.Differs: _result.Differing++; break;
            case RowFinding.Missing: _result.Missing++; break;
            case RowFinding.Unexpected: _result.Unexpected++; break;
            case RowFinding.Behind: _result.Behind++; break;
            default: throw new ArgumentOutOfRangeException(nameof(finding), finding, "is no finding.");
        }
        if (_result.Findings.Count < MaxFindings) _result.Findings.Add(new RowCheck.Types.Finding { SubscriberId = id, Finding_ = finding.ToString().ToUpperInvariant(), Fields = { look.Fields } });
    }

    private static uint Version(SubscriberRow row, RowField field) => row.Number(field) is >= 0 and <= uint.MaxValue and var version ? (uint)version : 0;
}
