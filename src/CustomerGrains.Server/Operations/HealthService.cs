using CustomerGrains.Storage.Log;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Operations;

/// <summary>The standard health service: SERVING from the moment the store is open until the server begins to stop, unless commits
/// fail.</summary>
public sealed class HealthService : Health.HealthBase
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);
    private static readonly HashSet<string> Services =
    [
        "",
        "customergrains.v1.UsageFeed",
        "customergrains.v1.Subscribers",
        "customergrains.v1.Directory",
        "customergrains.v1.Operations",
    ];

    private readonly IFactLog _log;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;

    public HealthService(IFactLog log, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        _log = log;
        _lifetime = lifetime;
        _time = time;
    }

    private HealthCheckResponse.Types.ServingStatus Status =>
        _lifetime.ApplicationStopping.IsCancellationRequested || _log.Failure is not null
            ? HealthCheckResponse.Types.ServingStatus.NotServing
            : HealthCheckResponse.Types.ServingStatus.Serving;

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => Services.Contains(request.Service)
        ? Task.FromResult(new HealthCheckResponse { Status = Status })
        : throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, $"There is no service '{request.Service}'."));

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(WatchInterval, _time);
        HealthCheckResponse.Types.ServingStatus? last = null;
        while (!context.CancellationToken.IsCancellationRequested)
        {
            var status = Services.Contains(request.Service) ? Status : HealthCheckResponse.Types.ServingStatus.ServiceUnknown;
            if (status != last) await responseStream.WriteAsync(new HealthCheckResponse { Status = status });
            last = status;
            if (_lifetime.ApplicationStopping.IsCancellationRequested) return;
            try
            {
                await timer.WaitForNextTickAsync(stop.Token);
            }
            catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
            {
                // The server stops: say so, then end.
            }
        }
    }
}
