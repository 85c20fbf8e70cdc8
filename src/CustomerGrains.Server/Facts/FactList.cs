using System.Globalization;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Subscribers;
using CustomerGrains.Storage;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Facts;

/// <summary>ListFacts: pages over a subscriber's entries, out of history and log.</summary>
public sealed class FactList
{
    private const int MaxPage = 1_000;
    private const int DefaultPage = 100;

    /// <summary>Entries read for one page, whatever the filter takes: what a page can cost.</summary>
    private const int MaxEntries = 10_000;

    private const string TokenFormat = "f1:";

    private readonly IStore _store;
    private readonly SubscriberReader _subscribers;

    public FactList(IStore store, SubscriberReader subscribers)
    {
        _store = store;
        _subscribers = subscribers;
    }

    internal async Task<ListFactsResponse> ReadAsync(ListFactsRequest request, CancellationToken cancellationToken)
    {
        Arguments.CheckId("subscriber_id", request.SubscriberId);
        if (request.PageSize is < 0 or > MaxPage) throw Errors.InvalidArgument("page_size", $"is {request.PageSize}; give 0 to {MaxPage}.");
        var filter = new Filter(Kinds(request), request.StartTime is null ? long.MinValue : Arguments.Time("start_time", request.StartTime), request.EndTime is null ? long.MaxValue : Arguments.Time("end_time", request.EndTime));
        if (filter.From >= filter.To) throw Errors.InvalidArgument("end_time", "is not after start_time.");
        var (version, skip) = ParseToken(request.PageToken);
        // Registered, and all that was acknowledged before is on disk.
        await _subscribers.GetAsync(request.SubscriberId, cancellationToken);

        var size = request.PageSize == 0 ? DefaultPage : request.PageSize;
        var response = new ListFactsResponse();
        var entries = 0;
        var key = EntityKey.Of(EntityKinds.Subscriber, request.SubscriberId);
        await foreach (var entry in _store.ReadEntriesAsync(key, version, long.MaxValue, cancellationToken))
        {
            if (++entries > MaxEntries)
            {
                response.NextPageToken = ToToken(EntryView.Read(entry.Span).Version, 0);
                break;
            }
            if (Collect(entry.Span, skip, size, filter, response)) break;
            skip = 0;
        }
        if (await _store.ReadBaseAsync(key, cancellationToken) is { } edge) response.HistoryStartTime = SubscriberFacts.ToTime(edge.Now);
        return response;
    }

    /// <returns>Whether the page is full; then it has its token.</returns>
    private static bool Collect(ReadOnlySpan<byte> bytes, int skip, int size, in Filter filter, ListFactsResponse response)
    {
        var entry = EntryView.Read(bytes);
        var (index, cause) = (-1, default(FactsCause));
        foreach (var one in entry.Facts)
        {
            index++;
            if (index < skip || one.Outcome != Domain.Facts.Outcome.Applied || !filter.Kinds.Contains(one.Kind)) continue;
            var fact = BusinessFact.Read(one.Kind, one.Body);
            if (fact.Time < filter.From || fact.Time >= filter.To) continue;
            if (response.Facts.Count == size)
            {
                response.NextPageToken = ToToken(entry.Version, index);
                return true;
            }
            if (entry.CauseKind == CauseKind.Command) cause ??= FactsCause.Read(entry.Cause, entry.Facts.Count);
            response.Facts.Add(new ListedFact
            {
                Fact = FactMessages.ToMessage(fact),
                Version = entry.Version,
                RecordTime = SubscriberFacts.ToTime(entry.Now),
                Actor = cause?.Command.Actor ?? "",
                Reason = cause?.Reason ?? "",
            });
        }
        return false;
    }

    private static HashSet<FactKind> Kinds(ListFactsRequest request)
    {
        if (request.Kinds.Count == 0) return [.. FactRules.All.Select(r => r.Kind)];
        var kinds = new HashSet<FactKind>();
        for (var i = 0; i < request.Kinds.Count; i++)
            kinds.Add(FactTexts.TryParse(request.Kinds[i], out var kind) ? kind : throw Errors.InvalidArgument($"kinds[{i}]", $"is '{Errors.Echo(request.Kinds[i])}'; give one of {string.Join(", ", FactTexts.Names)}."));
        return kinds;
    }

    private static string ToToken(long version, int index) => string.Create(CultureInfo.InvariantCulture, $"{TokenFormat}{version}:{index}");

    private static (long Version, int Skip) ParseToken(string token)
    {
        if (token.Length == 0) return (0, 0);
        var parts = token.Split(':');
        if (parts.Length == 3 && token.StartsWith(TokenFormat, StringComparison.Ordinal)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var skip)) return (version, skip);
        throw Errors.InvalidArgument("page_token", "is not one that this service gave; leave it empty to begin.");
    }

    private readonly record struct Filter(HashSet<FactKind> Kinds, long From, long To);
}
