using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.Embedded;

/// <content>How a call begins and ends: by its method, by its deadline, or by its caller going away.</content>
internal sealed partial class ServerCall
{
    // CANCEL of RFC 9113, what gRPC servers end a call's stream with that is over before its request is.
    private const int CancelCode = 8;

    private static readonly Status HandlerThrew = new(StatusCode.Unknown, "Exception was thrown by handler.");

    // A timer cannot be set further ahead; it is set again then.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    // How long the end of a call that exceeded its deadline may wait for a caller that does not read.
    private static readonly TimeSpan LastWordsTimeout = TimeSpan.FromSeconds(5);

    private DateTime _deadline = DateTime.MaxValue;
    private Timer? _timer;
    private CancellationTokenSource? _deadlineSource;
    private CancellationTokenRegistration _abortRegistration;
    private TaskCompletionSource? _deadlineEnd;
    private bool _isOver;
    private bool _hasStarted;
    private bool _isBroken;

    /// <summary>Whether it is decided how the call ends; nothing can be read or written any more.</summary>
    public bool IsOver => Volatile.Read(ref _isOver);

    /// <summary>Starts the clock of the deadline, if there is one, and agrees on an encoding of responses.</summary>
    public void Start()
    {
        var headers = Http.Request.Headers;
        if (headers.TryGetValue(HeaderNames.Timeout, out var timeouts))
        {
            if (GrpcTimeout.TryParse(timeouts, out var timeout))
            {
                _deadline = DateTime.UtcNow + timeout;
                _timer = new Timer(static call => ((ServerCall)call!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                SetTimer(timeout);
            }
            else
            {
                ServerLog.InvalidTimeout(_logger, Method, timeouts.ToString());
            }
        }
        if (_settings.ResponseCompressionAlgorithm is { } encoding
            && encoding != Encodings.Identity
            && Encodings.Accepts(headers[HeaderNames.AcceptEncoding].ToString(), encoding))
            UseEncoding(encoding);
    }

    /// <summary>The method threw: decides the status of that and logs it.</summary>
    public void Fail(Exception exception)
    {
        Status status;
        switch (exception)
        {
            case RpcException rpc:
                ServerLog.CallFailed(_logger, Method, rpc.StatusCode, rpc.Status.Detail, rpc.Status.DebugException);
                status = rpc.Status;
                break;
            case OperationCanceledException or IOException when _isBroken || CancellationToken.IsCancellationRequested:
                ServerLog.CallCancelled(_logger, Method, exception);
                status = HandlerThrew;
                break;
            case InvalidOperationException when ReferenceEquals(exception, _refusal):
                ServerLog.CallCancelled(_logger, Method, exception);
                status = HandlerThrew;
                break;
            default:
                ServerLog.HandlerFailed(_logger, Method, exception);
                status = _settings.EnableDetailedErrors ? new Status(StatusCode.Unknown, $"{HandlerThrew.Detail} {Explain(exception)}", exception) : HandlerThrew;
                break;
        }
        lock (_gate)
        {
            if (_isOver) return;
            _status = status;
            if (exception is RpcException { Trailers: { } trailers })
                foreach (var entry in trailers) ResponseTrailers.Add(entry);
        }
    }

    /// <summary>The method is done: the status and the trailers go out, unless the deadline was first.</summary>
    public ValueTask EndAsync()
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _isOver = true;
                WriteTrailers();
            }
        }
        return _timer is null ? ValueTask.CompletedTask : EndTimedAsync(_timer);
    }

    private async ValueTask EndTimedAsync(Timer timer)
    {
        // After this the HTTP context belongs to another request: nothing of this call may still be at work.
        await timer.DisposeAsync().ConfigureAwait(false);
        if (_deadlineEnd is { } ended) await ended.Task.ConfigureAwait(false);
        await _abortRegistration.DisposeAsync().ConfigureAwait(false);
    }

    private static string Explain(Exception exception)
    {
        var parts = new List<string>();
        for (var e = exception; e is not null; e = e.InnerException) parts.Add($"{e.GetType().Name}: {e.Message}");
        return string.Join(' ', parts);
    }

    private void WriteTrailers()
    {
        var destination = TrailersDestination();
        if (_responseTrailers is not null)
        {
            foreach (var entry in _responseTrailers)
            {
                var value = WireMetadata.Encode(entry);
                if (WireMetadata.IsText(value))
                {
                    ResponseStatus.Append(destination, entry.Key, value);
                    continue;
                }
                var problem = new InvalidOperationException($"Error adding response trailer '{entry.Key}': its value is not printable ASCII.");
                ServerLog.HandlerFailed(_logger, Method, problem);
                _status = new Status(StatusCode.Internal, problem.Message);
            }
        }
        ResponseStatus.Write(destination, _status);
    }

    // Before anything was sent the trailers are the headers ("Trailers-Only").
    private IHeaderDictionary TrailersDestination()
    {
        var response = Http.Response;
        if (!_hasStarted && !response.HasStarted) return response.Headers;
        return Http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers
            ?? throw new InvalidOperationException("Trailers are not supported for this response. The server may not support gRPC.");
    }

    private void SetTimer(TimeSpan remaining)
    {
        // Rounded up: a timer that is early would only have to be set again.
        var milliseconds = Math.Ceiling((remaining < LongestTimer ? remaining : LongestTimer).TotalMilliseconds);
        _timer!.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (_isOver) return;
            var remaining = _deadline - DateTime.UtcNow;
            if (remaining > TimeSpan.Zero)
            {
                SetTimer(remaining);
                return;
            }
            _isOver = true;
            _deadlineEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _status = new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded");
            ResponseStatus.Write(TrailersDestination(), _status);
        }
        ServerLog.DeadlineExceeded(_logger, Method);
        _ = EndByDeadlineAsync(_deadlineEnd);
    }

    private async Task EndByDeadlineAsync(TaskCompletionSource ended)
    {
        try
        {
            var lastWords = Http.Response.CompleteAsync();
            CancelByDeadline();
            await lastWords.WaitAsync(LastWordsTimeout).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or IOException or OperationCanceledException)
        {
            // The caller is gone or does not read; it has the same deadline and needs no word of ours.
            ServerLog.CallCancelled(_logger, Method, e);
        }
        finally
        {
            // Only after the trailers, which a reset would overtake.
            Http.Features.Get<IHttpResetFeature>()?.Reset(CancelCode);
            ended.SetResult();
        }
    }

    private void CancelByDeadline()
    {
        try
        {
            _deadlineSource?.Cancel();
        }
        catch (AggregateException e)
        {
            ServerLog.CancellationCallbackFailed(_logger, Method, e);
        }
    }

    // Made when it is first asked for: most methods never do.
    private CancellationToken DeadlineToken()
    {
        lock (_gate)
        {
            if (_deadlineSource is null)
            {
                _deadlineSource = new CancellationTokenSource();
                if (_deadlineEnd is not null) _deadlineSource.Cancel();
                else _abortRegistration = Http.RequestAborted.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _deadlineSource);
            }
            return _deadlineSource.Token;
        }
    }
}
