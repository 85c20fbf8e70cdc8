using Grpc.Core;

namespace CustomerGrains.Client;

/// <summary>A unary call that is made again, after a wait, while it ends with UNAVAILABLE; the last attempt is what its caller sees.</summary>
internal sealed class RepeatedCall<TResponse> : IDisposable
{
    private readonly Func<AsyncUnaryCall<TResponse>> _make;
    private readonly CallOptions _call;
    private readonly CustomerGrainsClientOptions _options;
    private readonly CancellationTokenSource _ending;
    private volatile AsyncUnaryCall<TResponse> _attempt;

    /// <summary>Makes the first attempt.</summary>
    public RepeatedCall(Func<AsyncUnaryCall<TResponse>> make, CallOptions call, CustomerGrainsClientOptions options)
    {
        _make = make;
        _call = call;
        _options = options;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        _attempt = make();
        ResponseAsync = RunAsync();
    }

    public Task<TResponse> ResponseAsync { get; }

    public async Task<Metadata> ResponseHeadersAsync()
    {
        await ((Task)ResponseAsync).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await _attempt.ResponseHeadersAsync.ConfigureAwait(false);
    }

    public Status GetStatus() => _attempt.GetStatus();

    public Metadata GetTrailers() => _attempt.GetTrailers();

    public void Dispose()
    {
        _ending.Cancel();
        _attempt.Dispose();
    }

    private async Task<TResponse> RunAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan delay;
            try
            {
                return await _attempt.ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable && IsWorthAnother(attempt, out delay))
            {
                _attempt.Dispose();
            }
            // Cancelled meanwhile, the next attempt says so at once.
            await Task.Delay(delay, _options.TimeProvider, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _attempt = _make();
            if (_ending.IsCancellationRequested) _attempt.Dispose();
        }
    }

    private bool IsWorthAnother(int attempt, out TimeSpan delay)
    {
        delay = Backoff.Delay(attempt, _options.MinBackoff, _options.MaxBackoff, Random.Shared);
        if (attempt >= _options.MaxAttempts || _ending.IsCancellationRequested) return false;
        return _call.Deadline is not { } deadline || DateTime.UtcNow + delay < deadline;
    }
}
