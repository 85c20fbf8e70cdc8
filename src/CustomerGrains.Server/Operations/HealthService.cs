using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Hosting;
using CustomerGrains.Storage.Log;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Hosting;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace CustomerGrains.Server.Operations;

/// <summary>The standard health service: SERVING from the moment the store is open until the server begins to drain, unless commits
/// fail. All services of a server are as healthy as the server, which is "".</summary>
public sealed class HealthService : Health.HealthBase
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    private readonly ServedServices _services;
    private readonly IFactLog _log;
    private readonly Drain _drain;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;

    public HealthService(ServedServices services, IFactLog log, Drain drain, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        _services = services;
        _log = log;
        _drain = drain;
        _lifetime = lifetime;
        _time = time;
    }

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => Knows(request.Service)
        ? Task.FromResult(new HealthCheckResponse { Status = Status() })
        : throw Errors.NotFound(
            ErrorReasons.ServiceNotFound,
            $"There is no service '{Errors.Echo(request.Service)}'; an empty name asks for the whole server.",
            "service", request.Service);

    /// <summary>Tells the status at once and with every change. The stream ends with UNAVAILABLE when the server stops.</summary>
    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        var isKnown = Knows(request.Service);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _lifetime.ApplicationStopping);
        using var timer = new PeriodicTimer(WatchInterval, _time);
        ServingStatus? told = null;
        while (true)
        {
            var isDraining = _drain.Begun.IsCancellationRequested;
            var status = isKnown ? Status() : ServingStatus.ServiceUnknown;
            if (status != told) await responseStream.WriteAsync(new HealthCheckResponse { Status = status });
            told = status;
            if (isDraining) await Task.Delay(Timeout.Infinite, end.Token); // nothing changes any more
            await NextLook(timer, end.Token);
        }
    }

    private bool Knows(string service) => service.Length == 0 || _services.Names.Contains(service);

    private ServingStatus Status() => _drain.Begun.IsCancellationRequested || _log.Failure is not null ? ServingStatus.NotServing : ServingStatus.Serving;

    /// <summary>After a while, or when the server begins to drain.</summary>
    private async Task NextLook(PeriodicTimer timer, CancellationToken end)
    {
        using var look = CancellationTokenSource.CreateLinkedTokenSource(end, _drain.Begun);
        try
        {
            await timer.WaitForNextTickAsync(look.Token);
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            // It drains.
        }
    }
}
