using System.Buffers.Binary;
using CustomerGrains.Cli.Replay.Files;

namespace CustomerGrains.Cli.Replay.Ordering;

/// <summary>Sorted records in a temporary file, which is gone when this is disposed of or the process ends.</summary>
internal sealed class SortedRun : IDisposable
{
    /// <summary>Time, line, part and length, in front of each record.</summary>
    private const int HeadSize = 8 + 8 + 4 + 4;

    private const int BufferSize = 64 * 1024;

    private readonly FileStream _file;
    private byte[] _record = new byte[1024];
    private int _length;

    private SortedRun(FileStream file)
    {
        _file = file;
    }

    /// <summary>Start time of the current record.</summary>
    public long Time { get; private set; }

    /// <summary>Line of the current record.</summary>
    public long Line { get; private set; }

    /// <summary>The current record; valid until the next <see cref="MoveNext"/>.</summary>
    public EncodedRecord Current => new(_record.AsSpan(0, _length), Time, Line, Part);

    private int Part { get; set; }

    /// <summary>Writes a sorted store's records; the first of them is current then.</summary>
    /// <exception cref="CliException">The folder cannot hold them.</exception>
    public static SortedRun Write(RecordStore store, string folder)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(
                Path.Combine(folder, $"customergrains-{Guid.NewGuid():N}.sort"),
                new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = BufferSize, Options = FileOptions.DeleteOnClose });
            Span<byte> head = stackalloc byte[HeadSize];
            for (var index = 0; index < store.Count; index++)
            {
                var record = store[index];
                BinaryPrimitives.WriteInt64LittleEndian(head, record.Time);
                BinaryPrimitives.WriteInt64LittleEndian(head[8..], record.Line);
                BinaryPrimitives.WriteInt32LittleEndian(head[16..], record.Part);
                BinaryPrimitives.WriteInt32LittleEndian(head[20..], record.Bytes.Length);
                file.Write(head);
                file.Write(record.Bytes);
            }

            file.Position = 0;
            var run = new SortedRun(file);
            run.MoveNext();
            return run;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new CliException($"Cannot sort in {folder}: {exception.Message}. Set TMPDIR to a folder with as much room as the file has, or sort the file beforehand and use --order file.", CliException.Failed, exception);
        }
    }

    /// <summary>Goes to the next record; false behind the last.</summary>
    public bool MoveNext()
    {
        Span<byte> head = stackalloc byte[HeadSize];
        var read = _file.ReadAtLeast(head, HeadSize, throwOnEndOfStream: false);
        if (read == 0) return false;
        if (read < HeadSize) throw new EndOfStreamException("A temporary file of the sort has been cut.");
        Time = BinaryPrimitives.ReadInt64LittleEndian(head);
        Line = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
        Part = BinaryPrimitives.ReadInt32LittleEndian(head[16..]);
        _length = BinaryPrimitives.ReadInt32LittleEndian(head[20..]);
        if (_length > _record.Length) _record = new byte[_length * 2];
        _file.ReadExactly(_record, 0, _length);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
