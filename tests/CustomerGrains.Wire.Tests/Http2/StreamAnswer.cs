namespace CustomerGrains.Wire.Tests.Http2;

/// <summary>What the server sent on a stream.</summary>
internal sealed class StreamAnswer
{
    private readonly List<byte> _body = [];

    /// <summary>Of headers and trailers together.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<byte> Body => _body;

    /// <summary>The error code it was reset with.</summary>
    public uint? Reset { get; private set; }

    public bool IsEnded { get; private set; }

    public void TakeHeaders(Dictionary<string, string> headers, bool isEnd)
    {
        foreach (var (name, value) in headers) Headers[name] = value;
        IsEnded |= isEnd;
    }

    public void TakeData(ReadOnlySpan<byte> data, bool isEnd)
    {
        _body.AddRange(data);
        IsEnded |= isEnd;
    }

    public void TakeReset(uint code)
    {
        // After a whole answer it only says that the rest of the request is not wanted.
        if (!IsEnded) Reset = code;
        IsEnded = true;
    }
}
