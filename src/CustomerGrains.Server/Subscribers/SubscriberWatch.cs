using System.Globalization;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Calls;
using CustomerGrains.Storage;
using CustomerGrains.V1;
using Grpc.Core;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Subscribers;

/// <summary>WatchSubscriber: the grain says that something changed, the log says what. So a watcher sees what is on disk, once and in
/// order, whatever becomes of the grain meanwhile; a cursor is a version.</summary>
public sealed class SubscriberWatch
{
    /// <summary>Changes that a cursor may be back: more are faster to read as a state.</summary>
    internal const long MaxBacklog = 10_000;

    private const string CursorFormat = "1:";

    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly IStore _store;
    private readonly SubscriberReader _subscribers;
    private readonly IHostApplicationLifetime _lifetime;

    public SubscriberWatch(IGrainFactory grains, GrainCalls calls, IStore store, SubscriberReader subscribers, IHostApplicationLifetime lifetime)
    {
        _grains = grains;
        _calls = calls;
        _store = store;
        _subscribers = subscribers;
        _lifetime = lifetime;
    }

    internal async Task RunAsync(string id, string cursor, IServerStreamWriter<WatchSubscriberResponse> responses, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lifetime.ApplicationStopping);
        var seen = await BeginAsync(id, cursor, responses, end.Token);
        var grain = _grains.GetGrain<ISubscriberGrain>(id);
        var key = EntityKey.Of(EntityKinds.Subscriber, id);
        while (true)
        {
            var from = seen;
            var receipt = await _calls.DurablyAsync(() => new ValueTask<Grains.Entities.TurnReceipt>(grain.WaitForChange(from, end.Token)), end.Token);
            if (receipt.Version <= seen) continue;
            try
            {
                await foreach (var entry in _store.ReadEntriesAsync(key, seen + 1, receipt.Version, end.Token))
                {
                    seen = EntryView.Read(entry.Span).Version;
                    if (SubscriberFacts.ToChange(entry.Span) is { } change) await responses.WriteAsync(new WatchSubscriberResponse { Change = change, Cursor = ToCursor(seen) }, end.Token);
                }
            }
            catch (HistoryExpiredException)
            {
                // A watcher that reads slower than history ages.
                await SendStateAsync(await _subscribers.GetAsync(id, end.Token), responses, end.Token);
                throw Errors.OutOfRange(ErrorReasons.CursorExpired, $"History behind version {seen} of the subscriber is no longer kept. Take the state that was sent, and watch again with its cursor.");
            }
        }
    }

    /// <summary>Sends the state where there is no cursor, or none that can be used.</summary>
    /// <returns>The version behind which to go on.</returns>
    private async Task<long> BeginAsync(string id, string cursor, IServerStreamWriter<WatchSubscriberResponse> responses, CancellationToken cancellationToken)
    {
        var state = await _subscribers.GetAsync(id, cancellationToken);
        if (cursor.Length > 0)
        {
            var version = ParseCursor(cursor);
            if (version <= state.Version && version >= state.Version - MaxBacklog && await IsKeptAsync(id, version, cancellationToken)) return version;
        }
        await SendStateAsync(state, responses, cancellationToken);
        return cursor.Length == 0 ? state.Version : throw Errors.OutOfRange(
            ErrorReasons.CursorExpired,
            $"The cursor is not within the last {MaxBacklog} changes of the subscriber, which is at version {state.Version}, or older than the history that is kept. Take the state that was sent, and watch again with its cursor.");
    }

    private async ValueTask<bool> IsKeptAsync(string id, long version, CancellationToken cancellationToken) =>
        await _store.ReadBaseAsync(EntityKey.Of(EntityKinds.Subscriber, id), cancellationToken) is not { } edge || edge.Version <= version;

    private static Task SendStateAsync(Subscriber state, IServerStreamWriter<WatchSubscriberResponse> responses, CancellationToken cancellationToken) =>
        responses.WriteAsync(new WatchSubscriberResponse { State = state, Cursor = ToCursor(state.Version) }, cancellationToken);

    private static string ToCursor(long version) => CursorFormat + version.ToString(CultureInfo.InvariantCulture);

    private static long ParseCursor(string cursor) =>
        cursor.StartsWith(CursorFormat, StringComparison.Ordinal) && long.TryParse(cursor.AsSpan(CursorFormat.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0
            ? version
            : throw Errors.InvalidArgument("cursor", "is not one that this service gave; leave it empty to begin with the state.");
}
