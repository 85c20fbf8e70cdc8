using System.Buffers;

namespace CustomerGrains.Client;

/// <summary>
/// A batch of usage records, encoded as they are added, in a pooled buffer. Fill it and give it to
/// <see cref="UsagePublisher.PublishAsync"/>, which takes it over; dispose of it only when it is not published after all.
/// Not safe for use by several threads at once.
/// </summary>
public sealed class UsageBatchBuffer : IDisposable
{
    /// <summary>The most records that the protocol takes in a batch.</summary>
    public const int MaxRecords = 10_000;

    /// <summary>The most bytes of encoded records that a server takes in a batch; a record may be refused a little before that.</summary>
    public const int MaxBytes = (16 * 1024 * 1024) - HeaderRoom;

    /// <summary>
    /// Room at the start for what is only known at the end: tag and length of the batch in the request (1 + 5), tag and value of
    /// the sequence number (1 + 10). It is written backwards from the first record, so that the frame has no padding.
    /// </summary>
    private const int HeaderRoom = 17;

    /// <summary>Room for a record's tag and length.</summary>
    private const int RecordHead = 6;

    private const byte BatchTag = (2 << 3) | 2;
    private const byte SequenceTag = 1 << 3;
    private const byte RecordsTag = (2 << 3) | 2;

    private byte[] _buffer;
    private int _end = HeaderRoom;

    /// <summary>An empty batch.</summary>
    /// <param name="capacity">Bytes to begin with; it grows when needed.</param>
    public UsageBatchBuffer(int capacity = 96 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _buffer = ArrayPool<byte>.Shared.Rent(capacity + HeaderRoom);
    }

    /// <summary>Records in the batch.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the encoded records.</summary>
    public int EncodedLength => _end - HeaderRoom;

    /// <summary>Encodes a record behind the others.</summary>
    /// <exception cref="InvalidOperationException">The batch is full: <see cref="MaxRecords"/>, <see cref="MaxBytes"/>.</exception>
    public void Add(in UsageRecordFields record)
    {
        var room = UsageRecordEncoder.MaxSize(record);
        Reserve(room);

        // Almost every record is shorter than 128 bytes, so one byte is left for its length and the rest moved when that is wrong.
        var body = _end + 2;
        var length = UsageRecordEncoder.Write(_buffer.AsSpan(body), record);
        Seal(body, length);
    }

    /// <summary>Adds a record that <see cref="UsageRecordEncoder"/> wrote before.</summary>
    /// <exception cref="InvalidOperationException">The batch is full: <see cref="MaxRecords"/>, <see cref="MaxBytes"/>.</exception>
    public void Add(ReadOnlySpan<byte> encodedRecord)
    {
        Reserve(encodedRecord.Length);
        var body = _end + 1 + WireWriter.VarintSize((uint)encodedRecord.Length);
        encodedRecord.CopyTo(_buffer.AsSpan(body));
        WriteHead(encodedRecord.Length);
        _end = body + encodedRecord.Length;
        Count++;
    }

    /// <summary>Empties the batch to fill it anew.</summary>
    public void Clear()
    {
        _end = HeaderRoom;
        Count = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        _end = HeaderRoom;
        Count = 0;
    }

    /// <summary>The bytes of the <c>PublishRequest</c> that carries this batch under a number; valid until the next change.</summary>
    internal ReadOnlyMemory<byte> Frame(ulong sequence)
    {
        var sequenceSize = sequence == 0 ? 0 : 1 + WireWriter.VarintSize(sequence);
        var batchLength = sequenceSize + EncodedLength;
        var start = HeaderRoom - sequenceSize - WireWriter.VarintSize((uint)batchLength) - 1;
        var writer = new WireWriter(_buffer.AsSpan(start, HeaderRoom - start));
        writer.Raw(BatchTag);
        writer.Raw((uint)batchLength);
        if (sequence != 0)
        {
            writer.Raw(SequenceTag);
            writer.Raw(sequence);
        }

        return _buffer.AsMemory(start, _end - start);
    }

    private void Seal(int body, int length)
    {
        var shift = WireWriter.VarintSize((uint)length) - 1;
        if (shift > 0) _buffer.AsSpan(body, length).CopyTo(_buffer.AsSpan(body + shift));
        WriteHead(length);
        _end = body + shift + length;
        Count++;
    }

    private void WriteHead(int length)
    {
        var head = new WireWriter(_buffer.AsSpan(_end));
        head.Raw(RecordsTag);
        head.Raw((uint)length);
    }

    private void Reserve(int recordBytes)
    {
        if (Count == MaxRecords) throw new InvalidOperationException($"A batch takes at most {MaxRecords:N0} records; publish it and begin another.");
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        // Refused here, where it is known which record it is, and not by the server for a batch of thousands.
        if (EncodedLength + (long)recordBytes + RecordHead > MaxBytes) throw new InvalidOperationException($"A batch takes at most {MaxBytes:N0} bytes; publish it and begin another.");
        var needed = _end + RecordHead + recordBytes;
        if (needed <= _buffer.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _buffer.Length * 2));
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
