using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CustomerGrains.Server.Telemetry;

/// <summary>How long calls take and how they end, by the names of OpenTelemetry's semantic conventions for RPC. Streams are measured to
/// their end.</summary>
public sealed class CallMetrics : Interceptor, IDisposable
{
    public const string MeterName = "CustomerGrains.Calls";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _duration;

    public CallMetrics() => _duration = _meter.CreateHistogram<double>("rpc.server.call.duration", "s", "Duration of calls, by method and status.");

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        MeasureAsync(context, () => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        MeasureAsync(context, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        MeasureAsync(context, async () =>
        {
            await continuation(request, responseStream, context);
            return true;
        });

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        MeasureAsync(context, async () =>
        {
            await continuation(requestStream, responseStream, context);
            return true;
        });

    public void Dispose() => _meter.Dispose();

    private async Task<T> MeasureAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        if (!_duration.Enabled) return await call();
        var started = Stopwatch.GetTimestamp();
        var status = StatusCode.Unknown;
        try
        {
            var response = await call();
            status = context.Status.StatusCode;
            return response;
        }
        catch (RpcException e)
        {
            status = e.StatusCode;
            throw;
        }
        finally
        {
            _duration.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                new KeyValuePair<string, object?>("rpc.system.name", "grpc"),
                new KeyValuePair<string, object?>("rpc.method", context.Method.TrimStart('/')),
                new KeyValuePair<string, object?>("rpc.response.status_code", status.ToString()));
        }
    }
}
