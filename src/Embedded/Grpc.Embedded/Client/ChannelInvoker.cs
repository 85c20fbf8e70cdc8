using Grpc.Core;
using Grpc.Net.Client;

namespace Grpc.Embedded;

/// <summary>Makes calls over a channel.</summary>
internal sealed class ChannelInvoker(GrpcChannel channel) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        using var call = AsyncUnaryCall(method, host, options, request);
        return call.ResponseAsync.GetAwaiter().GetResult();
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        return new AsyncUnaryCall<TResponse>(
            call.RunToResponseAsync(new UnaryContent<TRequest>(request, method.RequestMarshaller.ContextualSerializer, call)),
            static c => ((ClientCall)c).ResponseHeadersAsync(),
            static c => ((ClientCall)c).GetStatus(),
            static c => ((ClientCall)c).GetTrailers(),
            static c => ((ClientCall)c).Dispose(),
            call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        var writer = new ClientStreamWriter<TRequest>(call, method.RequestMarshaller.ContextualSerializer);
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            writer,
            call.RunToResponseAsync(writer.Content),
            static c => ((ClientCall)c).ResponseHeadersAsync(),
            static c => ((ClientCall)c).GetStatus(),
            static c => ((ClientCall)c).GetTrailers(),
            static c => ((ClientCall)c).Dispose(),
            call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        call.RunToHeaders(new UnaryContent<TRequest>(request, method.RequestMarshaller.ContextualSerializer, call));
        return new AsyncServerStreamingCall<TResponse>(
            new ClientStreamReader<TRequest, TResponse>(call),
            static c => ((ClientCall)c).ResponseHeadersAsync(),
            static c => ((ClientCall)c).GetStatus(),
            static c => ((ClientCall)c).GetTrailers(),
            static c => ((ClientCall)c).Dispose(),
            call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        var writer = new ClientStreamWriter<TRequest>(call, method.RequestMarshaller.ContextualSerializer);
        call.RunToHeaders(writer.Content);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            writer,
            new ClientStreamReader<TRequest, TResponse>(call),
            static c => ((ClientCall)c).ResponseHeadersAsync(),
            static c => ((ClientCall)c).GetStatus(),
            static c => ((ClientCall)c).GetTrailers(),
            static c => ((ClientCall)c).Dispose(),
            call);
    }
}
