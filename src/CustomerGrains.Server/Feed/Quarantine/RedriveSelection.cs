using CustomerGrains.Domain.Sources;
using CustomerGrains.Server.Calls;
using CustomerGrains.V1;
using RedriveBegun = CustomerGrains.Domain.Sources.RedriveBegun;

namespace CustomerGrains.Server.Feed.Quarantine;

/// <summary>Which records a request wants re-driven.</summary>
internal sealed class RedriveSelection
{
    private readonly List<(long Version, int Index)>? _keys;
    private readonly QuarantineFilter? _filter;
    private readonly QuarantinePosition? _from;
    private readonly int _most;

    internal RedriveSelection(RedriveRejectedRequest request, int maxKeys, int defaultRecords)
    {
        switch (request.SelectionCase)
        {
            case RedriveRejectedRequest.SelectionOneofCase.Keys:
                var keys = request.Keys.Keys;
                if (keys.Count == 0) throw Errors.InvalidArgument("keys", "is empty; give keys that ListRejected names, or a filter.");
                if (keys.Count > maxKeys) throw Errors.InvalidArgument("keys", $"has {keys.Count} keys; send at most {maxKeys} at once, or a filter.");
                _keys = [.. keys.Select((key, i) => Place(key, i)).Distinct()];
                break;
            case RedriveRejectedRequest.SelectionOneofCase.Filter:
                _filter = new QuarantineFilter(request.Source, request.Filter);
                _from = QuarantinePosition.FromToken(request.PageToken, _filter.Question);
                _most = request.MaxRecords == 0 ? defaultRecords : (int)Math.Min(request.MaxRecords, RedriveBegun.MaxItems);
                break;
            default:
                throw Errors.InvalidArgument("selection", "is missing; give keys or a filter (an empty one takes all).");
        }
    }

    /// <returns>The items and the token to go on with.</returns>
    internal async Task<(RedriveItem[] Items, string Next)> SelectAsync(SourceState state, QuarantineReader reader, CancellationToken cancellationToken)
    {
        if (_filter is not null)
        {
            var (found, next) = await reader.ScanAsync(state, _filter, static r => r.CanBeRedriven && !r.IsSettled, _from, _most, cancellationToken);
            return ([.. found.Select(r => new RedriveItem(r.Entry.Version, r.Index, RedriveVerdict.Taken))], next?.ToToken(_filter.Question) ?? "");
        }
        var verdicts = new Dictionary<(long, int), RedriveVerdict>();
        // Latest first, as the reader likes it.
        foreach (var key in _keys!.OrderByDescending(k => k.Version)) verdicts[key] = await JudgeAsync(state, reader, key, cancellationToken);
        return ([.. _keys!.Select(k => new RedriveItem(k.Version, k.Index, verdicts[k]))], "");
    }

    private static async ValueTask<RedriveVerdict> JudgeAsync(SourceState state, QuarantineReader reader, (long Version, int Index) key, CancellationToken cancellationToken)
    {
        if (key.Version < state.Marks.From || key.Version > state.Version) return RedriveVerdict.NotFound;
        if (await reader.ReadAsync(key.Version, cancellationToken) is not { } entry || !state.Days.Any(d => d.Day == entry.Fact.ReceiveDay)) return RedriveVerdict.NotFound;
        return entry.Find(key.Index, state.Marks) switch
        {
            null => RedriveVerdict.NotFound,
            { CanBeRedriven: false } => RedriveVerdict.NotRedrivable,
            { IsSettled: true } => RedriveVerdict.Settled,
            _ => RedriveVerdict.Taken,
        };
    }

    private static (long Version, int Index) Place(string key, int i) =>
        RejectedMessages.TryParseKey(key, out var place) ? place : throw Errors.InvalidArgument($"keys[{i}]", "is not a key; give one that ListRejected names.");
}
