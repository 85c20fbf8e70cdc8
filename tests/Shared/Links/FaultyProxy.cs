using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CustomerGrains.Tests;

/// <summary>A TCP proxy between a client and its server that breaks each connection as it is told, at an exact byte.</summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Uri> _server;
    private readonly Func<int, LinkFault> _faultOf;
    private readonly Task _accepting;
    private readonly List<Task> _links = [];
    private int _broken;

    /// <param name="server">Address of the server; it need not be there.</param>
    /// <param name="faultOf">What becomes of each connection, by its number from 0.</param>
    public FaultyProxy(string server, Func<int, LinkFault> faultOf)
        : this(() => new Uri(server), faultOf)
    {
    }

    /// <param name="server">Where the server is for the next connection.</param>
    /// <param name="faultOf">What becomes of each connection, by its number from 0.</param>
    public FaultyProxy(Func<Uri> server, Func<int, LinkFault> faultOf)
    {
        _server = server;
        _faultOf = faultOf;
        _listener.Start();
        Address = new Uri("http://127.0.0.1:" + ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture));
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Connections that were broken as they should be.</summary>
    public int Broken => Volatile.Read(ref _broken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_links);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        for (var number = 0; ; number++)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync(_stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            _links.Add(LinkAsync(client, _faultOf(number)));
        }
    }

    private async Task LinkAsync(Socket client, LinkFault fault)
    {
        using (client)
        using (var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token))
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _server().Port), end.Token);
                var up = PumpAsync(client, server, fault.Direction == LinkDirection.Up ? fault.AfterBytes : long.MaxValue, end.Token);
                var down = PumpAsync(server, client, fault.Direction == LinkDirection.Down ? fault.AfterBytes : long.MaxValue, end.Token);
                var first = await Task.WhenAny(up, down);
                if (await first)
                {
                    Interlocked.Increment(ref _broken);
                    await BreakAsync(fault, client, server, first == up ? down : up);
                }
                await end.CancelAsync();
                await Task.WhenAll(up, down);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // Nobody is there, or the test is over: the client's connection ends.
            }
        }
    }

    /// <summary>Forwards until one side is gone (false), or so many bytes have passed (true).</summary>
    private static async Task<bool> PumpAsync(Socket from, Socket to, long bytes, CancellationToken stop)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (bytes > 0)
            {
                var read = await from.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(bytes, buffer.Length)), stop);
                if (read == 0) return false;
                for (var sent = 0; sent < read;) sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), stop);
                bytes -= read;
            }
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task BreakAsync(LinkFault fault, Socket client, Socket server, Task<bool> other)
    {
        switch (fault.Kind)
        {
            case LinkFaultKind.Reset:
                client.LingerState = server.LingerState = new LingerOption(true, 0);
                break;
            case LinkFaultKind.End:
                client.Shutdown(SocketShutdown.Send);
                server.Shutdown(SocketShutdown.Send);
                break;
            case LinkFaultKind.HalfOpen:
                // The server's side is gone; the client's says nothing and takes nothing until the client gives up.
                server.LingerState = new LingerOption(true, 0);
                server.Dispose();
                await GoneAsync(client);
                break;
            case LinkFaultKind.Stall:
                // One direction stands still, the other goes on until somebody gives up.
                await other;
                break;
        }
    }

    /// <summary>Reads nothing and waits for the peer to be gone.</summary>
    private async Task GoneAsync(Socket socket)
    {
        // A peer that ends its side makes the socket readable at the end of what it sent; so that is read, and thrown away.
        var nothing = new byte[1024];
        while (await socket.ReceiveAsync(nothing, _stop.Token) > 0)
        {
        }
    }
}
