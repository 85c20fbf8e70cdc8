using System.Buffers.Binary;
using System.Net.Sockets;

namespace CustomerGrains.Wire.Tests.Http2;

/// <summary>A connection on which any bytes can be sent, and that understands what the server answers.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Dictionary<int, StreamAnswer> _streams = [];
    private byte[] _received = new byte[4096];
    private int _count;

    private RawConnection()
    {
    }

    /// <summary>The error code of the server's GOAWAY.</summary>
    public uint? GoAway { get; private set; }

    /// <summary>Nothing more will come.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>What has come of the streams that were looked for or answered.</summary>
    public IReadOnlyDictionary<int, StreamAnswer> Streams => _streams;

    /// <summary>The next stream that this side may open.</summary>
    public int NextStream { get; set; } = 1;

    public static async Task<RawConnection> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(address.Host, address.Port, cancellationToken);
        return connection;
    }

    /// <summary>The preface and a table of no size, so that header blocks can be read without one.</summary>
    public Task GreetAsync(CancellationToken cancellationToken) => SendAsync([.. FrameBytes.Preface, .. FrameBytes.Settings((1, 0))], cancellationToken);

    /// <summary>A server that has closed already takes nothing; what it said before is still there to read.</summary>
    public async Task SendAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length;) sent += await _socket.SendAsync(bytes.AsMemory(sent), SocketFlags.None, cancellationToken);
        }
        catch (SocketException e) when (IsReset(e))
        {
            IsClosed = true;
        }
    }

    /// <summary>Says that no more will be sent.</summary>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException e) when (IsReset(e))
        {
            IsClosed = true;
        }
    }

    /// <summary>Reads until the stream has ended (0: none in particular), the server has said that it goes, or the connection is closed.</summary>
    public async Task ReadUntilAsync(int stream, CancellationToken cancellationToken)
    {
        while (!IsClosed && !(stream != 0 && _streams.TryGetValue(stream, out var answer) && answer.IsEnded)) await ReceiveAsync(cancellationToken);
    }

    public void Forget() => _streams.Clear();

    public void Dispose() => _socket.Dispose();

    private static bool IsReset(SocketException e) => e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.NotConnected;

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        if (_count == _received.Length) Array.Resize(ref _received, _received.Length * 2);
        try
        {
            var count = await _socket.ReceiveAsync(_received.AsMemory(_count), SocketFlags.None, cancellationToken);
            IsClosed = count == 0;
            _count += count;
        }
        catch (SocketException e) when (IsReset(e))
        {
            IsClosed = true;
        }
        var at = 0;
        while (_count - at >= FrameBytes.HeaderSize)
        {
            var length = (int)(BinaryPrimitives.ReadUInt32BigEndian(_received.AsSpan(at)) >> 8);
            if (_count - at < FrameBytes.HeaderSize + length) break;
            await TakeAsync(_received.AsMemory(at, FrameBytes.HeaderSize + length), cancellationToken);
            at += FrameBytes.HeaderSize + length;
        }
        _received.AsSpan(at, _count - at).CopyTo(_received);
        _count -= at;
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        var (type, flags) = ((FrameType)frame.Span[3], frame.Span[4]);
        var stream = BinaryPrimitives.ReadInt32BigEndian(frame.Span[5..]) & int.MaxValue;
        var payload = frame[FrameBytes.HeaderSize..];
        switch (type)
        {
            case FrameType.Headers:
                // Kestrel's header blocks fit into one frame.
                if ((flags & FrameBytes.EndHeaders) == 0) throw new InvalidDataException("A header block of the server is in several frames.");
                Of(stream).TakeHeaders(HpackBlock.Decode(payload.Span), (flags & FrameBytes.EndStream) != 0);
                break;
            case FrameType.Data:
                Of(stream).TakeData(payload.Span, (flags & FrameBytes.EndStream) != 0);
                break;
            case FrameType.RstStream:
                Of(stream).TakeReset(BinaryPrimitives.ReadUInt32BigEndian(payload.Span));
                break;
            case FrameType.Settings when (flags & FrameBytes.Ack) == 0:
                await SendAsync(FrameBytes.Frame(FrameType.Settings, FrameBytes.Ack, 0, []), cancellationToken);
                break;
            case FrameType.GoAway:
                GoAway = BinaryPrimitives.ReadUInt32BigEndian(payload.Span[4..]);
                break;
        }
    }

    private StreamAnswer Of(int stream)
    {
        if (!_streams.TryGetValue(stream, out var answer)) _streams.Add(stream, answer = new StreamAnswer());
        return answer;
    }
}
