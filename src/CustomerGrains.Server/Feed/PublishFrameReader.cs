using System.Buffers;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.V1;
using Google.Protobuf;
using Grpc.Core;
using RejectReason = CustomerGrains.Domain.Facts.RejectReason;
using UsageRecord = CustomerGrains.Domain.Usage.UsageRecord;

namespace CustomerGrains.Server.Feed;

/// <summary>Reads PublishRequest messages from the wire: batches without an object per record, the rest as generated. A bad record
/// is that record's problem; a frame that cannot be split is the stream's.</summary>
public static class PublishFrameReader
{
    public const int MaxRecords = 10_000;

    /// <summary>For the method's marshaller.</summary>
    public static PublishFrame Read(DeserializationContext context) => Read(context.PayloadAsReadOnlySequence());

    public static PublishFrame Read(ReadOnlySequence<byte> payload)
    {
        if (payload.IsSingleSegment) return Read(payload.FirstSpan);
        var length = checked((int)payload.Length);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            payload.CopyTo(rented);
            return Read(rented.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static PublishFrame Read(ReadOnlySpan<byte> bytes)
    {
        OpenStream? open = null;
        ParsedBatch? batch = null;
        var close = false;
        string? error = null;
        var reader = new WireReader(bytes);
        while (!reader.AtEnd && error is null)
        {
            if (!reader.TryReadTag(out var field, out var type))
            {
                error = "The request is not a PublishRequest: it has a broken tag.";
            }
            else if (type != WireReader.Length || field > 3)
            {
                if (!reader.TrySkip(field, type)) error = "The request is not a PublishRequest: an unknown field is cut short.";
            }
            else if (!reader.TryReadBytes(out var inner))
            {
                error = $"The request is not a PublishRequest: field {field} is cut short.";
            }
            else if (field == 2)
            {
                (open, close) = (null, false); // a oneof: the last one counts
                error = ReadBatch(inner, batch ??= ParsedBatchPool.Rent());
            }
            else
            {
                Release(ref batch);
                (open, close) = (null, field == 3);
                if (field == 1) error = ReadOpen(inner, out open);
            }
        }
        if (error is not null) Release(ref batch);
        else if (open is null && batch is null && !close) error = "The request is empty: it needs one of open, batch and close.";
        return new PublishFrame { Open = open, Batch = batch, IsClose = close, Error = error };
    }

    private static string? ReadOpen(ReadOnlySpan<byte> message, out OpenStream? open)
    {
        try
        {
            open = OpenStream.Parser.ParseFrom(message);
            return null;
        }
        catch (InvalidProtocolBufferException e)
        {
            open = null;
            return "open cannot be read: " + e.Message;
        }
    }

    private static string? ReadBatch(ReadOnlySpan<byte> message, ParsedBatch batch)
    {
        var reader = new WireReader(message);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadTag(out var field, out var type)) return "batch has a broken tag.";
            if (field == 1 && type == WireReader.Varint)
            {
                if (!reader.TryReadVarint(out var sequence)) return "batch.sequence is cut short.";
                batch.Sequence = sequence;
            }
            else if (field == 2 && type == WireReader.Length)
            {
                if (!reader.TryReadBytes(out var record)) return $"batch.records[{batch.Count}] is cut short.";
                if (batch.Count == MaxRecords) return $"batch.records has more than {MaxRecords} records; send smaller batches.";
                ReadRecord(record, batch);
            }
            else if (!reader.TrySkip(field, type))
            {
                return "batch has a field that is cut short.";
            }
        }
        return null;
    }

    private static void ReadRecord(ReadOnlySpan<byte> message, ParsedBatch batch)
    {
        var offset = batch.Bytes.Length;
        UsageRecord record = default;
        var reason = UsageRecordReader.Read(message, ref record, out var fact);
        if (reason == RejectReason.None)
        {
            if (fact is null) record.WriteTo(batch.Bytes);
            else FactRecordView.Write(batch.Bytes, record.Served, fact);
            batch.Add(new ParsedRecord(record.Served, record.StartTime, offset, batch.Bytes.Length - offset, reason));
        }
        else
        {
            batch.Bytes.Raw(message);
            batch.Add(new ParsedRecord(PackedNumber.None, 0, offset, message.Length, reason));
        }
    }

    private static void Release(ref ParsedBatch? batch)
    {
        if (batch is not null) ParsedBatchPool.Return(batch);
        batch = null;
    }
}
