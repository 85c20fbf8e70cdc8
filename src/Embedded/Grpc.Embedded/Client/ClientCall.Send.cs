using System.Net;
using Grpc.Core;

namespace Grpc.Embedded;

/// <content>The request, and what may end it: deadline, tokens, a server that cannot be reached.</content>
internal abstract partial class ClientCall
{
    private const string UserAgent = "grpc-dotnet-embedded/0.1";

    // A timer cannot be set further ahead; it is set again then.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private Timer? _timer;
    private CancellationTokenRegistration _callerRegistration;
    private CancellationTokenRegistration _channelRegistration;

    private bool IsDeadlineOver => Options.Deadline is { } deadline && deadline <= DateTime.UtcNow;

    /// <summary>Sends the request and waits for the response's headers.</summary>
    protected async Task<HttpResponseMessage> SendAsync(HttpContent content)
    {
        WatchForEnd();
        _cancellation.Token.ThrowIfCancellationRequested();
        var credentials = await CredentialsAsync().ConfigureAwait(false);
        for (var backoff = Channel.Options.InitialReconnectBackoff; ; backoff = NextBackoff(backoff))
        {
            try
            {
                var request = Request(content, credentials);
                return await SendOnceAsync(request).ConfigureAwait(false);
            }
            catch (HttpRequestException e) when (Options.IsWaitForReady && HttpErrors.IsNotConnected(e))
            {
                // Spread, so that the clients of a server that comes back do not all come at once.
                var spread = 0.8 + (Random.Shared.NextDouble() * 0.4);
                await Task.Delay(backoff * spread, _cancellation.Token).ConfigureAwait(false);
            }
        }
    }

    private Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request) =>
        // An HttpClient would otherwise read the whole body first.
        Channel.Invoker is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _cancellation.Token)
            : Channel.Invoker.SendAsync(request, _cancellation.Token);

    private TimeSpan NextBackoff(TimeSpan backoff)
    {
        var next = backoff * 1.6;
        return next > Channel.Options.MaxReconnectBackoff ? Channel.Options.MaxReconnectBackoff.Value : next;
    }

    private HttpRequestMessage Request(HttpContent content, Metadata? credentials)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        var headers = request.Headers;
        if (Host is not null) headers.Host = Host;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", UserAgent);
        headers.TryAddWithoutValidation(HeaderNames.AcceptEncoding, Channel.Encodings.Accepted);
        if (_encoding is not null) headers.TryAddWithoutValidation(HeaderNames.Encoding, _encoding);
        if (Options.Deadline is { } deadline && deadline != DateTime.MaxValue)
            headers.TryAddWithoutValidation(HeaderNames.Timeout, GrpcTimeout.Format(deadline - DateTime.UtcNow));
        Add(request, Options.Headers);
        Add(request, credentials);
        return request;
    }

    private static void Add(HttpRequestMessage request, Metadata? metadata)
    {
        if (metadata is null) return;
        foreach (var entry in metadata)
        {
            if (entry.Key is HeaderNames.EncodingRequest or HeaderNames.Timeout) continue;
            var value = WireMetadata.Encode(entry);
            if (!WireMetadata.IsText(value))
                throw new RpcException(new Status(StatusCode.Internal, $"The value of the header '{entry.Key}' is not printable ASCII."));
            request.Headers.TryAddWithoutValidation(entry.Key, value);
        }
    }

    private async ValueTask<Metadata?> CredentialsAsync()
    {
        var security = Channel.Security;
        if (Options.Credentials is null && security.ForCalls.Count == 0) return null;
        // They are secrets: without TLS anyone on the way could read them.
        if (!security.IsSecure && !Channel.Options.UnsafeUseInsecureChannelCallCredentials) return null;
        var context = new AuthInterceptorContext($"{Channel.Address.Scheme}://{Channel.Address.Authority}/{Method.ServiceName}", Method.Name, _cancellation.Token);
        var metadata = new Metadata();
        var credentials = Options.Credentials is null ? security.ForCalls : security.ForCalls.Prepend(Options.Credentials);
        foreach (var interceptor in CallSecurity.Interceptors(credentials)) await interceptor(context, metadata).ConfigureAwait(false);
        return metadata;
    }

    private void WatchForEnd()
    {
        lock (_gate)
        {
            if (_outcome is not null) return;
            if (Options.Deadline is { } deadline && deadline != DateTime.MaxValue)
            {
                _timer = new Timer(static call => ((ClientCall)call!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                SetTimer(deadline - DateTime.UtcNow);
            }
        }
        // Outside: a token that is cancelled already calls back at once.
        if (IsDeadlineOver) OnTimer();
        var caller = Options.CancellationToken.UnsafeRegister(static (call, token) => ((ClientCall)call!).Cancel(token), this);
        var channel = Channel.Closing.UnsafeRegister(static call => ((ClientCall)call!).Dispose(), this);
        lock (_gate)
        {
            _callerRegistration = caller;
            _channelRegistration = channel;
            if (_outcome is null) return;
        }
        StopWaiting();
    }

    private void StopWaiting()
    {
        lock (_gate) _timer?.Dispose();
        // Not awaited: it may be one of these callbacks that ends the call.
        _callerRegistration.Unregister();
        _channelRegistration.Unregister();
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (_outcome is not null) return;
            var remaining = Options.Deadline!.Value - DateTime.UtcNow;
            if (remaining > TimeSpan.Zero)
            {
                SetTimer(remaining);
                return;
            }
        }
        End(new CallOutcome(new Status(StatusCode.DeadlineExceeded, ""), []), isCutShort: true);
    }

    private void SetTimer(TimeSpan remaining)
    {
        // Rounded up: a timer that is early would only have to be set again.
        var milliseconds = Math.Ceiling(Math.Clamp(remaining.TotalMilliseconds, 0, LongestTimer.TotalMilliseconds));
        _timer!.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }
}
