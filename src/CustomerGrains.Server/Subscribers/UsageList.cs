using System.Globalization;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Time;
using CustomerGrains.Domain.Usage;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Feed;
using CustomerGrains.Storage;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Subscribers;

/// <summary>ListUsage: pages over a subscriber's entries, out of history and log.</summary>
public sealed class UsageList
{
    private const int MaxPage = 1_000;
    private const int DefaultPage = 100;

    /// <summary>Entries read for one page, whatever the filter takes: what a page can cost.</summary>
    private const int MaxEntries = 10_000;

    private const string TokenFormat = "1:";

    private readonly IStore _store;
    private readonly SubscriberReader _subscribers;

    public UsageList(IStore store, SubscriberReader subscribers)
    {
        _store = store;
        _subscribers = subscribers;
    }

    internal async Task<ListUsageResponse> ReadAsync(ListUsageRequest request, CancellationToken cancellationToken)
    {
        Arguments.CheckId("subscriber_id", request.SubscriberId);
        if (request.PageSize is < 0 or > MaxPage) throw Errors.InvalidArgument("page_size", $"is {request.PageSize}; give 0 to {MaxPage}.");
        var from = request.StartTime is null ? long.MinValue : Arguments.Time("start_time", request.StartTime);
        var to = request.EndTime is null ? long.MaxValue : Arguments.Time("end_time", request.EndTime);
        if (from >= to) throw Errors.InvalidArgument("end_time", "is not after start_time.");
        var (version, skip) = ParseToken(request.PageToken);
        // Registered, and all that was acknowledged before is on disk.
        await _subscribers.GetAsync(request.SubscriberId, cancellationToken);

        var size = request.PageSize == 0 ? DefaultPage : request.PageSize;
        var response = new ListUsageResponse();
        var entries = 0;
        var key = EntityKey.Of(EntityKinds.Subscriber, request.SubscriberId);
        await foreach (var entry in _store.ReadEntriesAsync(key, version, long.MaxValue, cancellationToken))
        {
            if (++entries > MaxEntries)
            {
                response.NextPageToken = ToToken(EntryView.Read(entry.Span).Version, 0);
                break;
            }
            if (Collect(entry.Span, skip, size, from, to, response)) break;
            skip = 0;
        }
        await MarkEdgeAsync(key, from, to, response, cancellationToken);
        return response;
    }

    /// <summary>Says from when on the list is complete, if that is not all that was asked for. Asked after the entries were read: the
    /// edge may move meanwhile, and only forward.</summary>
    /// <param name="key">The subscriber.</param>
    /// <param name="from">Seconds since 1970-01-01 UTC.</param>
    /// <param name="to">Seconds since 1970-01-01 UTC.</param>
    /// <param name="response">Gets the time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async ValueTask MarkEdgeAsync(EntityKey key, long from, long to, ListUsageResponse response, CancellationToken cancellationToken)
    {
        if (await _store.ReadBaseAsync(key, cancellationToken) is not { } edge) return;
        // What was recorded by then may have begun so much later by its own clock.
        var complete = DateTimeOffset.FromUnixTimeMilliseconds(edge.Now) + WallClock.MaxAhead;
        if (complete.Millisecond > 0) complete = complete.AddMilliseconds(1_000 - complete.Millisecond);
        if (from >= complete.ToUnixTimeSeconds()) return;
        if (to <= edge.Now / 1_000)
        {
            throw Errors.OutOfRange(
                ErrorReasons.HistoryExpired,
                $"Usage is kept from {complete:u} on; all of the time that was asked for lies before. Days and months of GetSubscriber reach further back.");
        }
        response.HistoryStartTime = Timestamp.FromDateTimeOffset(complete);
    }

    /// <returns>Whether the page is full; then it has its token.</returns>
    private static bool Collect(ReadOnlySpan<byte> bytes, int skip, int size, long from, long to, ListUsageResponse response)
    {
        var entry = EntryView.Read(bytes);
        var index = -1;
        foreach (var fact in entry.Facts)
        {
            index++;
            if (index < skip || fact.Kind != FactKind.Usage || fact.Outcome != Domain.Facts.Outcome.Applied) continue;
            var start = UsageRecordView.Read(fact.Body).StartTime;
            if (start < from || start >= to) continue;
            if (response.Usage.Count == size)
            {
                response.NextPageToken = ToToken(entry.Version, index);
                return true;
            }
            response.Usage.Add(new ListedUsage { Record = UsageRecordMessages.ToMessage(fact.Body), Version = entry.Version, RecordTime = SubscriberFacts.ToTime(entry.Now) });
        }
        return false;
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
}
