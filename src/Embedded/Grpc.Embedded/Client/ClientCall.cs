using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;

namespace Grpc.Embedded;

/// <summary>
/// One call at the client. The server's answer, the caller's token, the deadline and disposal may end it at any moment from
/// different threads: the first to set <c>_outcome</c> decides how the call ended.
/// </summary>
internal abstract partial class ClientCall
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly string? _encoding;
    private readonly ICompressionProvider? _compression;
    private CallOutcome? _outcome;
    private HttpResponseMessage? _response;
    private TaskCompletionSource<Metadata>? _headers;
    private TaskCompletionSource? _ended;

    protected ClientCall(GrpcChannel channel, IMethod method, string? host, CallOptions options)
    {
        Channel = channel;
        Method = method;
        Host = host;
        Options = options;
        Path = channel.PathOf(method);
        _encoding = options.Headers?.GetValue(HeaderNames.EncodingRequest);
        _compression = channel.Encodings.Find(_encoding);
        if (options.Deadline is { } deadline && deadline.Kind != DateTimeKind.Utc && deadline != DateTime.MaxValue && deadline != DateTime.MinValue)
            throw new InvalidOperationException("Deadline must have a kind DateTimeKind.Utc or be equal to DateTime.MaxValue or DateTime.MinValue.");
    }

    public GrpcChannel Channel { get; }

    public CallOptions Options { get; }

    /// <summary>Cancelled as soon as the call is over before its response was read to the end.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>How the call ended; null while it has not.</summary>
    public CallOutcome? Outcome => Volatile.Read(ref _outcome);

    protected IMethod Method { get; }

    private bool StreamsRequests => Method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming;

    private string? Host { get; }

    private Uri Path { get; }

    public Status GetStatus() =>
        Outcome?.Status ?? throw new InvalidOperationException("Unable to get the status because the call is not complete.");

    public Metadata GetTrailers() =>
        Outcome?.Trailers ?? throw new InvalidOperationException("Can't get the call trailers because the call has not completed successfully.");

    public Task<Metadata> ResponseHeadersAsync()
    {
        lock (_gate)
        {
            if (_headers is null)
            {
                _headers = new TaskCompletionSource<Metadata>(TaskCreationOptions.RunContinuationsAsynchronously);
                SettleHeaders();
            }
            return _headers.Task;
        }
    }

    /// <summary>Done when the call has an outcome.</summary>
    public Task EndedAsync()
    {
        lock (_gate)
        {
            if (_outcome is not null) return Task.CompletedTask;
            return (_ended ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Ends the call as cancelled unless it is over.</summary>
    public void Dispose() => End(new CallOutcome(new Status(StatusCode.Cancelled, "gRPC call disposed."), [], CancellationToken.None), isCutShort: true);

    /// <summary>Ends the call as cancelled by <paramref name="token"/> unless it is over.</summary>
    public void Cancel(CancellationToken token) => End(
        new CallOutcome(new Status(StatusCode.Cancelled, "Call canceled by the client.", new OperationCanceledException(token)), [], token),
        isCutShort: true);

    /// <summary>Sets the outcome unless there is one; afterwards there is one, which is returned.</summary>
    /// <param name="outcome">How the call ended.</param>
    /// <param name="isCutShort">Whether the response was not read to its end, so that the stream has to be reset.</param>
    public CallOutcome End(CallOutcome outcome, bool isCutShort)
    {
        lock (_gate)
        {
            if (_outcome is not null) return _outcome;
            Volatile.Write(ref _outcome, outcome);
            if (_headers is not null) SettleHeaders();
        }
        StopWaiting();
        _ended?.TrySetResult();
        // Ends a request that is still being sent, a body that is being read, and whatever else waits.
        if (isCutShort || StreamsRequests) _cancellation.Cancel();
        if (isCutShort) _response?.Dispose();
        return outcome;
    }

    /// <summary>Sets the outcome from an exception unless there is one.</summary>
    /// <returns>What the caller gets instead of the exception.</returns>
    public Exception Fail(string what, Exception exception)
    {
        var outcome = exception switch
        {
            RpcException rpc => new CallOutcome(rpc.Status, rpc.Trailers),
            OperationCanceledException cancelled =>
                new CallOutcome(new Status(StatusCode.Cancelled, "Call canceled by the client.", cancelled), [], cancelled.CancellationToken),
            _ => FailedRequest(HttpErrors.OfException(what, exception)),
        };
        return ToException(End(outcome, isCutShort: true));
    }

    /// <summary>An outcome as the caller gets it.</summary>
    public Exception ToException(CallOutcome outcome) => outcome.ToException(Channel.Options.ThrowOperationCanceledOnCancellation);

    /// <summary>Frames requests into <paramref name="buffer"/>.</summary>
    public MessageSink SinkInto(PooledBuffer buffer) => new(buffer, Channel.Options.MaxSendMessageSize);

    /// <summary>How a request that is written with <paramref name="options"/> is compressed; null for not at all.</summary>
    public ICompressionProvider? Compression(WriteOptions? options) => ((options?.Flags ?? 0) & WriteFlags.NoCompress) == 0 ? _compression : null;

    /// <summary>How the call ended when writing to it failed.</summary>
    public abstract Task<CallOutcome> OutcomeOfBrokenWriteAsync(Exception exception);

    /// <summary>The response is there; its headers are known from now on.</summary>
    protected void Answered(HttpResponseMessage response)
    {
        lock (_gate)
        {
            _response = response;
            if (_headers is not null) SettleHeaders();
            if (_outcome is null) return;
        }
        // Ended meanwhile, by whoever did not see the response to dispose of.
        response.Dispose();
        _cancellation.Token.ThrowIfCancellationRequested();
    }

    // A server that gives up at the deadline may be faster than our own timer; for the caller it is the deadline all the same.
    private CallOutcome FailedRequest(Status status) =>
        status.StatusCode == StatusCode.Cancelled && IsDeadlineOver
            ? new CallOutcome(new Status(StatusCode.DeadlineExceeded, status.Detail, status.DebugException), [])
            : new CallOutcome(status, []);

    private void SettleHeaders()
    {
        if (_response is not null)
        {
            _headers!.TrySetResult(ResponseHeaders.Metadata(_response.Headers));
        }
        else if (_outcome is not null)
        {
            _headers!.TrySetException(ToException(_outcome));
            // Whoever does not look at the headers finds the same error at the response.
            _ = _headers.Task.Exception;
        }
    }
}
