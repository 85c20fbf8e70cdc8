using System.Buffers;
using CustomerGrains.Server.Feed;
using CustomerGrains.V1;
using Google.Protobuf;
using static CustomerGrains.Server.Tests.Feed.Messages;
using RejectReason = CustomerGrains.Domain.Facts.RejectReason;

namespace CustomerGrains.Server.Tests.Feed;

/// <summary>Whole requests: cut, mixed, mutated.</summary>
public class FrameTests
{
    [Fact]
    public void Open_and_close_are_read_as_generated()
    {
        var open = new OpenStream { Source = "src", Stream = "stream/流" };
        Assert.Equal(open, Parse(new PublishRequest { Open = open }.ToByteArray()).Open);
        Assert.True(Parse(new PublishRequest { Close = new CloseStream() }.ToByteArray()).IsClose);
        Assert.Contains("needs one of", Parse([]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_open_batch_and_close_the_last_one_counts()
    {
        byte[] open = new PublishRequest { Open = new OpenStream { Source = "s", Stream = "t" } }.ToByteArray();
        byte[] close = new PublishRequest { Close = new CloseStream() }.ToByteArray();
        byte[] batch = Frame(Good("a"));
        Check([.. open, .. batch]);
        Check([.. batch, .. open]);
        Check([.. batch, .. close]);
        Check([.. close, .. batch]);
        Check([.. batch, .. open, .. batch]);
        Check([.. batch, .. batch]); // one batch in two pieces
        Check([.. close, .. open]);

        static void Check(byte[] bytes)
        {
            var (ours, theirs) = (Parse(bytes), PublishRequest.Parser.ParseFrom(bytes));
            Assert.Equal((theirs.Open, theirs.Close is not null, theirs.Batch?.Records.Count), (ours.Open, ours.IsClose, ours.Batch?.Count));
        }
    }

    [Fact]
    public void A_frame_cut_at_any_byte_is_an_error_or_a_shorter_request()
    {
        var records = Enumerable.Range(0, 4).Select(i => Good("r" + i)).ToArray();
        var frame = Frame(records);
        var random = new Random(1);
        for (var length = 0; length < frame.Length; length++)
        {
            Assert.NotNull(Parse(frame[..length]).Error);
            Assert.Equal(Show(Parse(frame[..length])), Show(PublishFrameReader.Read(Segments(random, frame[..length]))));
        }
        // The same inside the batch, whose length is then right: only a cut between two fields can be read.
        var inner = new UsageBatch { Sequence = 1, Records = { records } }.ToByteArray();
        var whole = 0;
        for (var length = 0; length <= inner.Length; length++)
        {
            var parsed = Parse(Field(2, inner[..length]));
            if (parsed.Error is null) whole++;
            Assert.Equal(parsed.Error is null, CanParse(inner[..length]));
        }
        Assert.Equal(records.Length + 2, whole);
    }

    [Fact]
    public void A_record_cut_at_any_byte_leaves_its_neighbours_as_they_are()
    {
        var random = new Random(2);
        var full = RandomRecords.Good(random, 1).ToByteArray();
        var (before, after) = (Canonical.Of(Good("x")).Bytes, Canonical.Of(Good("y")).Bytes);
        for (var length = 0; length < full.Length; length++)
        {
            var batch = Batch(Frame([Good("x").ToByteArray(), full[..length], Good("y").ToByteArray()]));
            Assert.Equal(before, batch.BytesOf(batch.Records[0]).ToArray());
            Assert.Equal(after, batch.BytesOf(batch.Records[2]).ToArray());
            var expected = TryParse(full[..length]) is { } message ? Canonical.Of(message).Reason : RejectReason.Malformed;
            Assert.Equal(expected, batch.Records[1].Reason);
        }
    }

    [Fact]
    public void A_batch_has_ten_thousand_records_at_most()
    {
        var record = new UsageRecord { Msisdn = "12345" }.ToByteArray();
        Assert.Equal(10_000, Batch(Frame([.. Enumerable.Repeat(record, 10_000)])).Count);
        Assert.Contains("10000", Parse(Frame([.. Enumerable.Repeat(record, 10_001)])).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_digest_is_of_what_is_said_and_not_of_how()
    {
        var random = new Random(3);
        for (var round = 0; round < 200; round++)
        {
            var records = Enumerable.Range(0, 5).Select(i => RandomRecords.Good(random, i)).ToArray();
            var digest = Batch(records).Digest();
            // Another order of the fields, unknown ones between, defaults written out.
            var other = records.Select(r => Shuffled(random, r)).ToArray();
            Assert.Equal(digest, Batch(Frame(other)).Digest());
            // Another order of the records.
            Assert.NotEqual(digest, Batch([.. records.Reverse()]).Digest());
            // One more, one less.
            Assert.NotEqual(digest, Batch(records[1..]).Digest());
            Assert.NotEqual(digest, Batch([.. records, Good()]).Digest());
            // Other content in any one place.
            var changed = records[2].Clone();
            switch (random.Next(4))
            {
                case 0: changed.Id += "x"; break;
                case 1: changed.DurationSeconds++; break;
                case 2: changed.SourceSequence++; break;
                default: changed.StartTime.Seconds++; break;
            }
            Assert.NotEqual(digest, Batch([records[0], records[1], changed, records[3], records[4]]).Digest());
        }
    }

    [Fact]
    public void The_digest_tells_where_a_bad_record_ends_and_the_next_begins()
    {
        Assert.NotEqual(Batch(Frame([[0xff], [0xff, 0xff]])).Digest(), Batch(Frame([[0xff, 0xff], [0xff]])).Digest());
        Assert.NotEqual(Batch(Frame([[0xff], []])).Digest(), Batch(Frame([[], [0xff]])).Digest());
    }

    [Fact]
    public void The_digest_tells_a_bad_record_from_a_good_one_with_the_same_bytes()
    {
        // What a good record looks like on disk, sent as a record: bad, with those very bytes.
        var canonical = Canonical.Of(Good()).Bytes;
        var bad = Batch(Frame([canonical]));
        Assert.NotEqual(RejectReason.None, bad.Records[0].Reason);
        Assert.NotEqual(Batch(Good()).Digest(), bad.Digest());
    }

    [Fact]
    public void Two_hundred_thousand_mutations_never_throw_and_are_read_alike_in_pieces()
    {
        var random = new Random(4);
        var frames = Enumerable.Range(0, 40).Select(i => Frame([.. Enumerable.Range(0, 4).Select(j => RandomRecords.Hostile(random, j))])).ToArray();
        var (errors, batches) = (0, 0);
        for (var i = 0; i < 200_000; i++)
        {
            var bytes = Mutate(random, frames[random.Next(frames.Length)]);
            var parsed = Parse(bytes);
            if (parsed.Error is not null) errors++;
            if (i % 10 == 0) Assert.Equal(Show(parsed), Show(PublishFrameReader.Read(Segments(random, bytes))));
            if (parsed.Batch is not { } batch) continue;
            batches++;
            foreach (var record in batch.Records)
                if (record.Reason == RejectReason.None) Domain.Usage.UsageRecordView.Read(batch.BytesOf(record));
            ParsedBatchPool.Return(batch);
        }
        Assert.InRange(errors, 1_000, 199_000);
        Assert.InRange(batches, 1_000, 199_000);
    }

    [Fact]
    public void Mutated_records_are_what_the_generated_parser_makes_of_them()
    {
        var random = new Random(5);
        var agreed = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var bytes = Mutate(random, RandomRecords.Hostile(random, i).ToByteArray());
            var parsed = Batch(Frame([bytes]));
            if (parsed.Records[0].Reason is RejectReason.None && TryParse(bytes) is { } message)
            {
                Assert.Equal(Convert.ToHexString(Canonical.Of(message).Bytes), Convert.ToHexString(parsed.BytesOf(parsed.Records[0])));
                agreed++;
            }
            ParsedBatchPool.Return(parsed);
        }
        Assert.InRange(agreed, 1_000, 50_000);
    }

    [Fact]
    public void A_batch_that_was_given_back_leaves_nothing_to_the_next()
    {
        ParsedBatchPool.Return(Batch([.. Enumerable.Range(0, 3_000).Select(i => Good("r" + i))]));
        var next = Batch(Good("x"));
        Assert.Equal((1UL, 1), (next.Sequence, next.Count));
        Assert.Equal(Canonical.Of(Good("x")).Bytes, next.Bytes.ToArray());
    }

    [Fact]
    public void Parsing_takes_no_memory_per_record()
    {
        var frame = new ReadOnlySequence<byte>(Frame([.. Enumerable.Range(0, 1_000).Select(i => RandomRecords.Good(new Random(i), i))]));
        for (var i = 0; i < 20; i++) ParsedBatchPool.Return(PublishFrameReader.Read(frame).Batch!);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) ParsedBatchPool.Return(PublishFrameReader.Read(frame).Batch!);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 0, 200); // the frame itself; a record would be 1,000 times something
    }

    private static byte[] Shuffled(Random random, UsageRecord record)
    {
        var fields = new List<byte[]> { Field(100, [1, 2, 3]), Varint(9, record.DurationSeconds), Varint(12, record.Count) };
        using var input = new CodedInputStream(record.ToByteArray());
        while (input.ReadTag() is var tag and not 0)
        {
            var number = (int)(tag >> 3);
            if (number is 9 or 12)
                input.ReadUInt64();
            else
                fields.Add((tag & 7) == 2 ? Field(number, input.ReadBytes().ToByteArray()) : Varint(number, input.ReadUInt64()));
        }
        var array = fields.ToArray();
        random.Shuffle(array);
        return [.. array.SelectMany(f => f)];
    }

    private static byte[] Mutate(Random random, byte[] good)
    {
        var bytes = good.ToList();
        for (var left = random.Next(1, 4); left > 0 && bytes.Count > 0; left--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes.Insert(at, (byte)random.Next(256)); break;
                default: bytes.InsertRange(at, [0xff, 0xff, 0xff, 0xff, 0x0f]); break;
            }
        }
        return [.. bytes];
    }

    private static bool CanParse(byte[] batch)
    {
        try
        {
            UsageBatch.Parser.ParseFrom(batch);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static UsageRecord? TryParse(byte[] record)
    {
        try
        {
            return UsageRecord.Parser.ParseFrom(record);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
