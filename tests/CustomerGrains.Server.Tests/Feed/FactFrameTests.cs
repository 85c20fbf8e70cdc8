using CustomerGrains.Domain.Relationships;
using CustomerGrains.Server.Feed;
using CustomerGrains.Tests;
using CustomerGrains.V1;
using Google.Protobuf;
using static CustomerGrains.Server.Tests.Feed.Messages;
using RejectReason = CustomerGrains.Domain.Facts.RejectReason;

namespace CustomerGrains.Server.Tests.Feed;

/// <summary>Records with a business fact among those of usage.</summary>
public class FactFrameTests
{
    [Fact]
    public void Every_kind_becomes_the_fact_that_it_says_and_is_shown_again_as_it_came()
    {
        var records = FactSamples.All().Select(f => FactSamples.Record(f, 3)).ToArray();
        var batch = Batch([Good(), .. records, Good("r2")]);
        Assert.Equal(records.Length + 2, batch.Count);
        Assert.Equal(Batch(Good()).BytesOf(Batch(Good()).Records[0]).ToArray(), batch.BytesOf(batch.Records[0]).ToArray());
        for (var i = 0; i < records.Length; i++)
        {
            var parsed = batch.Records[i + 1];
            Assert.Equal(RejectReason.None, parsed.Reason);
            Assert.True(FactRecordView.IsFact(batch.BytesOf(parsed)));
            var shown = UsageRecordMessages.ToMessage(batch.BytesOf(parsed));
            var sent = records[i].Clone();
            (sent.Fact.EventTime, sent.Fact.Id) = (sent.StartTime, sent.Id);
            Assert.Equal(sent, shown);
            // As it is shown it can be sent again.
            Assert.Equal(batch.BytesOf(parsed).ToArray(), Batch(shown).BytesOf(Batch(shown).Records[0]).ToArray());
        }
    }

    public static TheoryData<string> Reasons => ["InvalidId", "InvalidNumber", "InvalidStartTime", "InvalidFact:other id", "InvalidFact:other time", "InvalidFact:nothing", "InvalidFact:value", "Malformed"];

    [Theory, MemberData(nameof(Reasons))]
    public void What_is_wrong_is_the_records_reason(string name)
    {
        var record = FactSamples.Record(FactSamples.Payment("p", 5), 3);
        var bytes = default(byte[]);
        switch (name)
        {
            case "InvalidId": record.Id = new string('x', 65); break;
            case "InvalidNumber": record.Msisdn = "12"; break;
            case "InvalidStartTime": record.StartTime = null; break;
            case "InvalidFact:other id": record.Fact.Id = "q"; break;
            case "InvalidFact:other time": record.Fact.EventTime = new() { Seconds = 1 }; break;
            case "InvalidFact:nothing": record.Fact = new Fact(); break;
            case "InvalidFact:value": record.Fact.PaymentReceived.AmountMicros = -1; break;
            default:
                record.Fact = null;
                bytes = [.. record.ToByteArray(), .. Field(23, [0xff])];
                break;
        }
        bytes ??= record.ToByteArray();
        var batch = Batch(Frame([Good().ToByteArray(), bytes, Good("r2").ToByteArray()]));
        Assert.Equal(Enum.Parse<RejectReason>(name.Split(':')[0]), batch.Records[1].Reason);
        Assert.Equal(bytes, batch.BytesOf(batch.Records[1]).ToArray());
        Assert.Equal(RejectReason.None, batch.Records[2].Reason);
    }
}
