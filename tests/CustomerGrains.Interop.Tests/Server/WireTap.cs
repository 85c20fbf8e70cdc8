using System.Net;
using System.Net.Sockets;

namespace CustomerGrains.Interop.Tests.Server;

/// <summary>A relay in front of a server without TLS that counts what goes over the wire: what a client says of itself can be
/// held against it.</summary>
internal sealed class WireTap : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Traffic _traffic = new() { FromClient = new FrameCounts(), FromServer = new FrameCounts() };
    private readonly List<Task> _relays = [];
    private readonly CancellationTokenSource _closed = new();
    private TaskCompletionSource _changed = New();
    private TcpListener? _listener;
    private int _upstream;
    private int _port;

    /// <summary>host:port, the same for the tap's whole life.</summary>
    public string Address => $"127.0.0.1:{_port}";

    /// <summary>What has passed so far: a copy.</summary>
    public Traffic Traffic
    {
        get { lock (_gate) return _traffic.Clone(); }
    }

    /// <summary>Takes connections for the server at a port of this machine.</summary>
    public void Open(int upstream)
    {
        _upstream = upstream;
        _listener = new TcpListener(IPAddress.Loopback, _port);
        _listener.Start();
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _relays.Add(AcceptAsync(_listener));
    }

    /// <summary>Refuses further connections; those that are there go on.</summary>
    public void Close()
    {
        _listener?.Stop();
        _listener = null;
    }

    /// <summary>Done when what has passed fulfils the condition.</summary>
    public async Task AwaitAsync(Func<Traffic, bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (condition(_traffic)) return;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Close();
        await _closed.CancelAsync();
        await Task.WhenAll(_relays);
        _closed.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        var relays = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(_closed.Token);
                Change(t => t.Connections++);
                relays.Add(RelayAsync(client));
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Closed.
        }
        await Task.WhenAll(relays);
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var toClient = client;
        using var toServer = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        try
        {
            await toServer.ConnectAsync(IPAddress.Loopback, _upstream, _closed.Token);
            await Task.WhenAll(
                PumpAsync(client, toServer, new FrameCounter(true, (type, flags, length) => Count(t => t.FromClient, type, flags, length))),
                PumpAsync(toServer, client, new FrameCounter(false, (type, flags, length) => Count(t => t.FromServer, type, flags, length))));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // Either side cut the connection; the other learns it by the sockets' end.
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, FrameCounter frames)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, _closed.Token)) > 0)
            {
                frames.Add(buffer.AsSpan(0, read));
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _closed.Token);
            }
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            // The other direction must not wait for a side that is gone.
            from.Dispose();
            to.Dispose();
            throw;
        }
    }

    // Frame types of RFC 9113 §6.
    private void Count(Func<Traffic, FrameCounts> direction, byte type, byte flags, int length) => Change(traffic =>
    {
        var counts = direction(traffic);
        switch (type)
        {
            case 0:
                counts.DataBytes += (ulong)length;
                break;
            case 3:
                counts.Resets++;
                break;
            case 6 when (flags & 1) != 0:
                counts.PingAcks++;
                break;
            case 6:
                counts.Pings++;
                break;
            case 7:
                counts.Goaways++;
                break;
            default:
                break;
        }
    });

    private void Change(Action<Traffic> change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change(_traffic);
            (changed, _changed) = (_changed, New());
        }
        changed.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
