namespace CustomerGrains.Cli.Replay.Files;

/// <summary>The lines of a file as bytes, in one buffer. A byte order mark at the start is left out.</summary>
internal sealed class LineReader(Stream stream, int longest) : IDisposable
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _atEnd;

    /// <summary>The current line's number, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The current line was longer than allowed; what there is of it is not given out.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The next line without its end, valid until the next call; false behind the last.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        IsTooLong = false;
        var looked = 0;
        while (true)
        {
            var end = _buffer.AsSpan(_start + looked, _end - _start - looked).IndexOf((byte)'\n');
            if (end >= 0 || (_atEnd && _end > _start))
            {
                var length = end >= 0 ? looked + end : _end - _start;
                line = IsTooLong ? default : _buffer.AsMemory(_start, length);
                _start += Math.Min(length + 1, _end - _start);
                if (++Line == 1 && line.Span.StartsWith("\uFEFF"u8)) line = line[3..];
                return true;
            }

            if (_atEnd)
            {
                line = default;
                if (!IsTooLong) return false;
                Line++;
                return true;
            }

            looked = _end - _start;
            if (looked > longest)
            {
                // The rest of it is skipped.
                IsTooLong = true;
                (_start, _end, looked) = (0, 0, 0);
            }

            Fill();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = read == 0;
        _end += read;
    }
}
