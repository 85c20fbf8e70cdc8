using System.Buffers.Binary;

namespace CustomerGrains.Interop.Tests.Server;

/// <summary>Follows the HTTP/2 frames (RFC 9113 §4.1) of one direction of a connection, whatever pieces they come in, and reports each
/// frame when its header has passed.</summary>
internal sealed class FrameCounter(bool hasPreface, Action<byte, byte, int> onFrame)
{
    private const int HeaderBytes = 9;
    private const int PrefaceBytes = 24;

    private readonly byte[] _header = new byte[HeaderBytes];
    private int _headerLength;
    private int _skip = hasPreface ? PrefaceBytes : 0;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var skipped = Math.Min(_skip, bytes.Length);
            _skip -= skipped;
            bytes = bytes[skipped..];
            var taken = Math.Min(HeaderBytes - _headerLength, bytes.Length);
            bytes[..taken].CopyTo(_header.AsSpan(_headerLength));
            _headerLength += taken;
            bytes = bytes[taken..];
            if (_headerLength < HeaderBytes) continue;
            _headerLength = 0;
            _skip = BinaryPrimitives.ReadInt32BigEndian(_header) >>> 8;
            onFrame(_header[3], _header[4], _skip);
        }
    }
}
