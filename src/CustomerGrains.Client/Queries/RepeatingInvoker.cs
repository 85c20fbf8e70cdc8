using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Client;

/// <summary>
/// Gives queries a deadline when their caller gave none, and makes calls that may be repeated again when the server was not available.
/// All other calls go through as they are.
/// </summary>
internal sealed class RepeatingInvoker(CallInvoker inner, CustomerGrainsClientOptions options) : CallInvoker
{
    /// <inheritdoc/>
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions callOptions, TRequest request)
    {
        using var call = AsyncUnaryCall(method, host, callOptions, request);
        return call.ResponseAsync.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions callOptions, TRequest request)
    {
        var isQuery = Repeatable.IsQuery(method);
        if (!isQuery && !Repeatable.IsRecognised(request)) return inner.AsyncUnaryCall(method, host, callOptions, request);
        // The digest goes over everything there is and takes as long as that takes. Deadlines are by gRPC's own clock.
        if (isQuery && request is not GetDigestRequest && callOptions.Deadline is null && options.QueryTimeout != Timeout.InfiniteTimeSpan)
            callOptions = callOptions.WithDeadline(DateTime.UtcNow + options.QueryTimeout);
        var call = new RepeatedCall<TResponse>(() => inner.AsyncUnaryCall(method, host, callOptions, request), callOptions, options);
        return new AsyncUnaryCall<TResponse>(
            call.ResponseAsync,
            static c => ((RepeatedCall<TResponse>)c).ResponseHeadersAsync(),
            static c => ((RepeatedCall<TResponse>)c).GetStatus(),
            static c => ((RepeatedCall<TResponse>)c).GetTrailers(),
            static c => ((RepeatedCall<TResponse>)c).Dispose(),
            call);
    }

    /// <inheritdoc/>
    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions callOptions, TRequest request) =>
        inner.AsyncServerStreamingCall(method, host, callOptions, request);

    /// <inheritdoc/>
    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions callOptions) =>
        inner.AsyncClientStreamingCall(method, host, callOptions);

    /// <inheritdoc/>
    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions callOptions) =>
        inner.AsyncDuplexStreamingCall(method, host, callOptions);
}
