using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CustomerGrains.Wire.Tests;

/// <summary>What the server has open, as Kestrel and ASP.NET Core count it; from when this is made on, so it is made first.</summary>
internal sealed class ServerUse : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();

    public ServerUse()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name is "kestrel.active_connections" or "http.server.active_requests") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, change, _, _) => _sums.AddOrUpdate(instrument.Name, change, (_, sum) => sum + change));
        _listener.Start();
    }

    /// <summary>Connections that are not closed.</summary>
    public long Connections => _sums.GetValueOrDefault("kestrel.active_connections");

    /// <summary>Requests that have not ended.</summary>
    public long Calls => _sums.GetValueOrDefault("http.server.active_requests");

    public void Dispose() => _listener.Dispose();
}
