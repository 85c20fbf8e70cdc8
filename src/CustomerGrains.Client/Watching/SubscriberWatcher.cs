using System.Runtime.ExceptionServices;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Client;

/// <summary>
/// A subscriber while it changes: first its state, unless there is a cursor, then every change once and in order, through broken
/// connections and restarts of the server. Enumerated with <c>await foreach</c> until it is cancelled or the loop is left; enumerated
/// again it goes on behind the last event. One enumeration at a time.
/// </summary>
/// <remarks>
/// It ends with an <see cref="RpcException"/> when another attempt would end the same way (NOT_FOUND: no such subscriber;
/// INVALID_ARGUMENT: the cursor is none; UNIMPLEMENTED, PERMISSION_DENIED, DATA_LOSS …), when nothing came for
/// <see cref="SubscriberWatchOptions.GiveUpAfter"/>, and with INTERNAL when the server does not keep to the protocol; with an
/// <see cref="OperationCanceledException"/> when it is cancelled.
/// </remarks>
public sealed class SubscriberWatcher : IAsyncEnumerable<SubscriberEvent>
{
    private readonly Subscribers.SubscribersClient _subscribers;
    private readonly SubscriberWatchOptions _options;
    private long? _version;

    internal SubscriberWatcher(Subscribers.SubscribersClient subscribers, string subscriberId, SubscriberWatchOptions? options)
    {
        ArgumentException.ThrowIfNullOrEmpty(subscriberId);
        _options = options ?? new SubscriberWatchOptions();
        _options.Validate();
        _subscribers = subscribers;
        SubscriberId = subscriberId;
        Cursor = _options.Cursor;
    }

    /// <summary>Who is watched.</summary>
    public string SubscriberId { get; }

    /// <summary>Of the last event that was handed out; empty before the first of a watcher that was given none.</summary>
    public string Cursor { get; private set; }

    /// <summary>Watches.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerator<SubscriberEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var attempt = 0;
        long? brokenSince = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var asked = Cursor;
            RpcException? end;
            using (var call = _subscribers.WatchSubscriber(new WatchSubscriberRequest { SubscriberId = SubscriberId, Cursor = asked }, cancellationToken: cancellationToken))
            {
                while ((end = await ReadAsync(call.ResponseStream, cancellationToken).ConfigureAwait(false)) is null)
                {
                    (attempt, brokenSince) = (0, null);
                    yield return Take(call.ResponseStream.Current, asked);
                }
            }

            // The server has sent the state in place of what it cannot tell any more: on from there, at once.
            if (end.StatusCode == StatusCode.OutOfRange && Cursor != asked) continue;
            if (RetryPolicy.IsFinal(end.StatusCode) && end.StatusCode != StatusCode.Aborted) ExceptionDispatchInfo.Throw(end);
            brokenSince ??= _options.TimeProvider.GetTimestamp();
            var delay = RetryPolicy.Delay(++attempt, end, _options.MinBackoff, _options.MaxBackoff, _options.Jitter);
            if (_options.GiveUpAfter != Timeout.InfiniteTimeSpan && _options.TimeProvider.GetElapsedTime(brokenSince.Value) + delay > _options.GiveUpAfter) ExceptionDispatchInfo.Throw(end);
            _options.OnRetry?.Invoke(end, delay);
            await Task.Delay(delay, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the next message: null when there is one, else how the call ended.</summary>
    private static async Task<RpcException?> ReadAsync(IAsyncStreamReader<WatchSubscriberResponse> responses, CancellationToken cancellationToken)
    {
        try
        {
            return await responses.MoveNext(cancellationToken).ConfigureAwait(false)
                ? null
                : new RpcException(new Status(StatusCode.Unavailable, "The server ended the call."));
        }
        catch (RpcException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (RpcException exception)
        {
            return exception;
        }
    }

    private SubscriberEvent Take(WatchSubscriberResponse response, string asked)
    {
        switch (response.EventCase)
        {
            case WatchSubscriberResponse.EventOneofCase.State:
                (_version, Cursor) = (response.State.Version, response.Cursor);
                return new SubscriberStateEvent(response.Cursor, response.State, HasGap: asked.Length > 0);
            case WatchSubscriberResponse.EventOneofCase.Change when _version is not { } known || response.Change.Version > known:
                (_version, Cursor) = (response.Change.Version, response.Cursor);
                return new SubscriberChangeEvent(response.Cursor, response.Change);
            case WatchSubscriberResponse.EventOneofCase.Change:
                throw new RpcException(new Status(StatusCode.Internal, $"The server sent version {response.Change.Version} of the subscriber behind version {_version}."));
            default:
                throw new RpcException(new Status(StatusCode.Internal, "The server sent neither state nor change; its version and this client's do not match."));
        }
    }
}
