using System.Buffers;
using CustomerGrains.Server.Feed;
using CustomerGrains.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Server.Tests.Feed;

/// <summary>Wire bytes by hand and by the generated code.</summary>
internal static class Messages
{
    internal static UsageRecord Good(string id = "r1") => new()
    {
        Id = id,
        RecordType = 0,
        Msisdn = "8613900000001",
        StartTime = new Timestamp { Seconds = 1_719_792_000 },
        DurationSeconds = 61,
    };

    internal static byte[] Frame(params UsageRecord[] records) => Frame([.. records.Select(r => r.ToByteArray())]);

    /// <summary>A PublishRequest with batch 1 of these records.</summary>
    internal static byte[] Frame(byte[][] records) => Field(2, [.. Varint(1, 1), .. records.SelectMany(r => Field(2, r))]);

    internal static byte[] Field(int number, byte[] content) => [.. Number((ulong)number << 3 | 2), .. Number((ulong)content.Length), .. content];

    internal static byte[] Varint(int number, ulong value) => [.. Number((ulong)number << 3), .. Number(value)];

    internal static byte[] Number(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    internal static PublishFrame Parse(byte[] frame) => PublishFrameReader.Read(new ReadOnlySequence<byte>(frame));

    /// <summary>The batch of a frame without error.</summary>
    internal static ParsedBatch Batch(byte[] frame)
    {
        var parsed = Parse(frame);
        Assert.Null(parsed.Error);
        return parsed.Batch!;
    }

    internal static ParsedBatch Batch(params UsageRecord[] records) => Batch(Frame(records));

    /// <summary>The same bytes in segments of random length, empty ones too.</summary>
    internal static ReadOnlySequence<byte> Segments(Random random, byte[] bytes)
    {
        var first = new Segment(ReadOnlyMemory<byte>.Empty, 0);
        var last = first;
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(bytes.Length - at, random.Next(0, 20));
            last = last.Append(bytes.AsMemory(at, length));
            at += length;
        }
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    /// <summary>Everything about a frame in one text, to compare.</summary>
    internal static string Show(PublishFrame frame)
    {
        if (frame.Batch is not { } batch) return $"{frame.Open} {frame.IsClose} {frame.Error}";
        var records = new List<string>();
        foreach (var r in batch.Records) records.Add($"{r.Reason} {r.Served.Value:x} {r.StartTime} {Convert.ToHexString(batch.BytesOf(r))}");
        return $"{batch.Sequence} {batch.Digest():x}\n" + string.Join("\n", records);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        internal Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        internal Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
