using System.Text;
using CustomerGrains.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Client.Tests;

public sealed class EncoderTests
{
    [Fact]
    public void A_record_is_encoded_as_protobuf_encodes_the_message()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var message = RandomRecords.Next(random);
            Assert.Equal(message.ToByteArray(), Encode(message));
        }
    }

    [Fact]
    public void A_batch_is_framed_as_protobuf_frames_the_request()
    {
        var random = new Random(8);
        foreach (var (count, sequence) in new[] { (1, 1ul), (3, 127ul), (50, 128ul), (700, 1ul << 40), (2_000, ulong.MaxValue) })
        {
            var request = new PublishRequest { Batch = new UsageBatch { Sequence = sequence } };
            using var direct = new UsageBatchBuffer(16);
            using var copied = new UsageBatchBuffer(16);
            for (var i = 0; i < count; i++)
            {
                var message = RandomRecords.Next(random);
                request.Batch.Records.Add(message);
                Add(direct, message);
                copied.Add(Encode(message));
            }

            Assert.Equal(count, direct.Count);
            Assert.Equal(request.ToByteArray(), direct.Frame(sequence).ToArray());
            Assert.Equal(request.ToByteArray(), copied.Frame(sequence).ToArray());
        }
    }

    [Fact]
    public void A_batch_takes_ten_thousand_records_and_no_more()
    {
        using var batch = new UsageBatchBuffer(0);
        for (var i = 0; i < UsageBatchBuffer.MaxRecords; i++) batch.Add(new UsageRecordFields { RecordType = 0 });
        Assert.Throws<InvalidOperationException>(() => batch.Add(new UsageRecordFields { RecordType = 0 }));
        batch.Clear();
        Assert.Equal(0, batch.Count);
        Assert.Equal(0, batch.EncodedLength);
    }

    [Fact]
    public void A_batch_takes_no_more_bytes_than_a_server()
    {
        using var batch = new UsageBatchBuffer(0);
        var text = new byte[50_000];
        text.AsSpan().Fill((byte)'x');
        InvalidOperationException? full = null;
        while (full is null)
        {
            try
            {
                batch.Add(new UsageRecordFields { RecordType = 0, OtherParty = text });
            }
            catch (InvalidOperationException e)
            {
                full = e;
            }
        }
        Assert.Contains("publish it and begin another", full.Message, StringComparison.Ordinal);
        // The frame with the longest number fits, and hardly any room was left.
        Assert.InRange(batch.Frame(ulong.MaxValue).Length, (16 << 20) - (2 * text.Length), 16 << 20);
    }

    [Fact]
    public void The_epoch_is_a_time_and_no_time_is_none()
    {
        Assert.Equal(new UsageRecord { StartTime = new Timestamp() }.ToByteArray(), EncodeFields(new UsageRecordFields { StartTime = 0 }));
        Assert.Empty(EncodeFields(default));
    }

    private static byte[] Encode(UsageRecord message)
    {
        var bytes = new byte[8192];
        var fields = RandomRecords.Fields(message);
        Assert.True(UsageRecordEncoder.MaxSize(fields) <= bytes.Length);
        return bytes[..UsageRecordEncoder.Write(bytes.AsSpan(0, UsageRecordEncoder.MaxSize(fields)), fields)];
    }

    private static byte[] EncodeFields(in UsageRecordFields fields)
    {
        var bytes = new byte[UsageRecordEncoder.MaxSize(fields)];
        return bytes[..UsageRecordEncoder.Write(bytes, fields)];
    }

    private static void Add(UsageBatchBuffer batch, UsageRecord message) => batch.Add(RandomRecords.Fields(message));
}
