using System.Globalization;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Wire.Tests.Neighbours;

/// <summary>Sends batches of which it knows what must become of every record, and checks each answer.</summary>
internal sealed class HonestPublisher(UsageFeed.UsageFeedClient feed, string source, Ledger ledger, int offset) : INeighbour
{
    private const int Fresh = 17;

    private readonly Timestamp _time = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddMinutes(-5));
    private Publisher? _session;
    private ulong _batch;

    public Reconciliation Total { get; } = new();

    public async Task StepAsync()
    {
        _session ??= await Publisher.OpenAsync(feed, source, "honest");
        var batch = Next(out var subscribers);
        ledger.Send(subscribers);
        var ack = await _session.PublishAsync(batch);
        ledger.Acknowledge(subscribers);
        var expected = Expected(batch);
        Assert.Equal(expected, ack);
        Total.Batches++;
        Total.Received += ack.Received;
        Total.Applied += ack.Applied;
        Total.Duplicate += ack.Duplicate;
        Total.Conflict += ack.Conflict;
        Total.Rejected += ack.Rejected;
    }

    /// <summary>Closes the stream and compares the server's books with its own.</summary>
    public async Task ReconcileAsync(TestServer server)
    {
        Assert.Equal(_batch, (await _session!.CloseAsync()).Batches);
        var total = (await Rejects.ReconciledAsync(server, source)).Total;
        Assert.Equal(
            (Total.Batches, Total.Received, Total.Applied, Total.Duplicate, Total.Conflict, Total.Rejected),
            (total.Batches, total.Received, total.Applied, total.Duplicate, total.Conflict, total.Rejected));
    }

    public void Dispose() => _session?.Dispose();

    /// <summary>New records, and from the second batch on one that came before, one that contradicts one, and one of nobody's number.</summary>
    private UsageBatch Next(out int[] subscribers)
    {
        var batch = new UsageBatch { Sequence = ++_batch };
        subscribers = new int[Fresh];
        for (var k = 0; k < Fresh; k++)
        {
            subscribers[k] = SubscriberOf(k);
            batch.Records.Add(Record(_batch, k));
        }
        if (_batch == 1) return batch;
        batch.Records.Add(Record(_batch - 1, 0));
        var contradiction = Record(_batch - 1, 1);
        contradiction.DurationSeconds++;
        batch.Records.Add(contradiction);
        var nobodys = Record(_batch, Fresh);
        nobodys.Msisdn = TestServer.NumberOf(Ledger.Subscribers + offset);
        batch.Records.Add(nobodys);
        return batch;
    }

    private static BatchAck Expected(UsageBatch batch)
    {
        var ack = new BatchAck { Sequence = batch.Sequence, Received = (uint)batch.Records.Count, Applied = Fresh };
        if (batch.Sequence == 1) return ack;
        (ack.Duplicate, ack.Conflict, ack.Rejected) = (1, 1, 1);
        ack.Exceptions.Add(new RecordOutcome { Index = Fresh, Outcome = Outcome.Duplicate });
        ack.Exceptions.Add(new RecordOutcome { Index = Fresh + 1, Outcome = Outcome.Conflict });
        ack.Exceptions.Add(new RecordOutcome { Index = Fresh + 2, Outcome = Outcome.Rejected, Reason = RejectReason.NumberNotHeld });
        return ack;
    }

    private int SubscriberOf(int k) => (k + offset) % Ledger.Subscribers;

    private UsageRecord Record(ulong batch, int k)
    {
        var record = Publisher.Call(string.Create(CultureInfo.InvariantCulture, $"{batch}.{k}"), SubscriberOf(k), seconds: 60 + k);
        record.StartTime = _time;
        return record;
    }
}
