using CustomerGrains.Server.Feed;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace CustomerGrains.Server.Telemetry;

/// <summary>Sends the server's metrics, and those of its runtime, to an OpenTelemetry collector: over gRPC, or over HTTP where the address
/// has a path (<c>http://collector:4318/v1/metrics</c>). A collector that does not answer hinders nothing.</summary>
internal sealed class MetricsExport : IHostedService, IDisposable
{
    private readonly Uri _endpoint;
    private readonly TimeSpan _interval;
    private MeterProvider? _provider;

    /// <param name="store">Taken so that its meters exist.</param>
    /// <param name="insights">Likewise.</param>
    public MetricsExport(Uri endpoint, TimeSpan interval, StoreMetrics store, InsightMetrics insights)
    {
        _ = (store, insights);
        _endpoint = endpoint;
        _interval = interval;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(FeedMetrics.MeterName, CallMetrics.MeterName, StoreMetrics.MeterName, InsightMetrics.MeterName, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
            .ConfigureResource(resource => resource.AddAttributes([new("service.name", "customergrains")]))
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Endpoint = _endpoint;
                exporter.Protocol = _endpoint.AbsolutePath.Length > 1 ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)_interval.TotalMilliseconds;
            })
            .Build();
        return Task.CompletedTask;
    }

    /// <summary>What was measured last is sent too.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _provider?.ForceFlush(1_000);
        return Task.CompletedTask;
    }

    public void Dispose() => _provider?.Dispose();
}
