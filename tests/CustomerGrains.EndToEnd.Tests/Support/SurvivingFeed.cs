using System.Globalization;
using System.Text;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Xunit.Abstractions;

namespace CustomerGrains.EndToEnd.Tests.Support;

/// <summary>A stream of usage whose every batch is known, so that at the end the server's numbers can be compared with what was published.</summary>
public sealed class SurvivingFeed(string address)
{
    public const string Source = "survivor";

    private const int Subscribers = 40;
    private const int RecordsPerBatch = 25;
    private const long FirstTime = 1_767_225_600;

    private long _published;

    /// <summary>A call out of ten is of a number that nobody holds.</summary>
    private static bool IsHeld(ulong batch, int record) => (batch + (ulong)record) % 10 != 0;

    private static int SubscriberOf(ulong batch, int record) => (int)((batch * 7 + (ulong)record * 3) % Subscribers);

    public async Task RegisterAsync()
    {
        using var client = new CustomerGrainsClient(new Uri(address));
        var request = new BatchRegisterSubscribersRequest();
        for (var i = 0; i < Subscribers; i++)
        {
            request.Requests.Add(new RegisterSubscriberRequest
            {
                SubscriberId = Id(i),
                ActivationTime = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeSeconds(FirstTime).AddYears(-1)),
                Msisdns = { Number(i) },
            });
        }
        var response = await client.Directory.BatchRegisterSubscribersAsync(request);
        Assert.All(response.Results, static r => Assert.True(r.Code == 0, r.Message));
    }

    /// <summary>The same number is always the same batch.</summary>
    public static UsageBatchBuffer Batch(ulong number)
    {
        var batch = new UsageBatchBuffer(4_096);
        for (var record = 0; record < RecordsPerBatch; record++)
        {
            batch.Add(new UsageRecordFields
            {
                Id = Utf8($"{number}-{record}"),
                RecordType = 0,
                Msisdn = Utf8(Number(IsHeld(number, record) ? SubscriberOf(number, record) : 99_999)),
                StartTime = FirstTime + (long)number,
                DurationSeconds = 1 + (number % 60),
            });
        }
        return batch;
    }

    /// <summary>Publishes batches first to last.</summary>
    public async Task PublishAsync(UsagePublisher publisher, ulong first, ulong last)
    {
        for (var number = first; number <= last; number++)
        {
            var published = await publisher.PublishAsync(Batch(number));
            Assert.Equal(number, published.Sequence);
        }
        _published = Math.Max(_published, (long)last);
    }

    /// <summary>
    /// Everything that was published is counted, once: by the clients' ledgers together, by the source, by every subscriber; and the
    /// states come out the same when they are made again from their facts.
    /// </summary>
    public async Task ReconcileAsync(ITestOutputHelper output, string what, params UsageLedger[] ledgers)
    {
        using var client = new CustomerGrainsClient(new Uri(address));
        var ledger = UsageLedger.Sum(ledgers);
        var source = await client.Usage.GetSourceAsync(new GetSourceRequest { Source = Source });
        var total = source.Total;
        output.WriteLine($"{what}\n  clients: {ledger}\n  server:  received {total.Received} = applied {total.Applied} + duplicate {total.Duplicate} + conflict {total.Conflict} + rejected {total.Rejected}");

        var records = _published * RecordsPerBatch;
        Assert.Equal((records, records), ((long)total.Received, ledger.Received));
        Assert.Equal(
            (ledger.Applied, ledger.Duplicate, ledger.Conflict, ledger.Rejected),
            ((long)total.Applied, (long)total.Duplicate, (long)total.Conflict, (long)total.Rejected));
        Assert.Equal(total.Received, total.Applied + total.Duplicate + total.Conflict + total.Rejected);
        Assert.Equal(total, Add(source.Days.Select(static d => d.Reconciliation)));
        Assert.All(ledgers, static l => Assert.True(l.Reconciles, l.ToString()));
        await CheckSubscribersAsync(client);
        var digest = await client.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
        Assert.True(digest.Rebuilt > Subscribers, "Nothing was rebuilt.");
    }

    private async Task CheckSubscribersAsync(CustomerGrainsClient client)
    {
        var expected = new (long Calls, long Seconds)[Subscribers];
        for (var number = 1UL; number <= (ulong)_published; number++)
        {
            for (var record = 0; record < RecordsPerBatch; record++)
            {
                if (!IsHeld(number, record)) continue;
                ref var one = ref expected[SubscriberOf(number, record)];
                one = (one.Calls + 1, one.Seconds + 1 + (long)(number % 60));
            }
        }
        for (var i = 0; i < Subscribers; i++)
        {
            var subscriber = await client.Subscribers.GetSubscriberAsync(new GetSubscriberRequest { SubscriberId = Id(i) });
            var services = subscriber.Days.SelectMany(static d => d.Services).ToList();
            Assert.Equal(expected[i], (services.Sum(static s => (long)s.Count), services.Sum(static s => (long)s.DurationSeconds)));
        }
    }

    private static Reconciliation Add(IEnumerable<Reconciliation> days) => days.Aggregate(new Reconciliation(), static (sum, day) => new Reconciliation
    {
        Batches = sum.Batches + day.Batches,
        Received = sum.Received + day.Received,
        Applied = sum.Applied + day.Applied,
        Duplicate = sum.Duplicate + day.Duplicate,
        Conflict = sum.Conflict + day.Conflict,
        Rejected = sum.Rejected + day.Rejected,
        Kept = sum.Kept + day.Kept,
        NotKept = sum.NotKept + day.NotKept,
    });

    private static string Id(int subscriber) => string.Create(CultureInfo.InvariantCulture, $"survivor-{subscriber}");

    private static string Number(int subscriber) => string.Create(CultureInfo.InvariantCulture, $"86139{subscriber:00000000}");

    private static byte[] Utf8(FormattableString text) => Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
