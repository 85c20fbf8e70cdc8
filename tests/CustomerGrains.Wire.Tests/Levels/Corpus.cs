using System.Globalization;
using CustomerGrains.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Health.V1;
using Grpc.Reflection.V1;

namespace CustomerGrains.Wire.Tests.Levels;

/// <summary>Good requests, to be damaged. Their ids and numbers have nothing in common with those of the neighbours.</summary>
internal static class Corpus
{
    /// <summary>Subscribers that there are, <c>f-0</c> …</summary>
    public const int Subscribers = 10;

    /// <summary>Sessions that are opened for the same source: what a source knows of its open streams stays small.</summary>
    private const int SessionsPerSource = 400;

    /// <summary>Of every method with one request, and of reflection. Not GetDigest, which looks at every entity there is.</summary>
    public static IReadOnlyList<(string Path, byte[] Message)> Requests { get; } =
    [
        Of("customergrains.v1.Subscribers/GetSubscriber", new GetSubscriberRequest { SubscriberId = "f-1" }),
        Of("customergrains.v1.Subscribers/BatchGetSubscribers", new BatchGetSubscribersRequest { SubscriberIds = { "f-1", "f-2", "nobody" } }),
        Of("customergrains.v1.Subscribers/ListUsage", new ListUsageRequest { SubscriberId = "f-1", PageSize = 5, StartTime = Now(), PageToken = "" }),
        Of("customergrains.v1.Subscribers/FindSubscriber", new FindSubscriberRequest { Msisdn = NumberOf(3), At = Now() }),
        Of("customergrains.v1.Directory/RegisterSubscriber", Registration(1)),
        Of("customergrains.v1.Directory/BatchRegisterSubscribers", new BatchRegisterSubscribersRequest { Requests = { Registration(2), Registration(3) } }),
        Of("customergrains.v1.Directory/AssignNumber", new AssignNumberRequest { Msisdn = NumberOf(4), SubscriberId = "f-5", StartTime = Now(), RequestId = "move-4" }),
        Of("customergrains.v1.Customers/DescribeParty", Description("c-1")),
        Of("customergrains.v1.Customers/BatchDescribeParties", new BatchDescribePartiesRequest { Requests = { Description("c-2"), Description("c-3") } }),
        Of("customergrains.v1.Customers/GetParty", new GetPartyRequest { Kind = PartyKind.Customer, PartyId = "c-1" }),
        Of("customergrains.v1.Customers/BatchGetParties", new BatchGetPartiesRequest { Kind = PartyKind.Customer, PartyIds = { "c-1", "nobody" } }),
        Of("customergrains.v1.Customers/MergeParties", new MergePartiesRequest { Kind = PartyKind.Customer, PartyId = "c-1", IntoId = "c-2", RequestId = "same" }),
        Of("customergrains.v1.Operations/GetStatistics", new GetStatisticsRequest()),
        Of("customergrains.v1.UsageFeed/GetSource", new GetSourceRequest { Source = SourceOf(0) }),
        Of("customergrains.v1.UsageFeed/ListGaps", new ListGapsRequest { Source = SourceOf(0) }),
        Of("customergrains.v1.UsageFeed/ListRejected", new ListRejectedRequest { Source = SourceOf(0), PageSize = 5, Filter = new RejectedFilter { Reason = RejectReason.NumberNotHeld, FirstDay = "2026-01-01" } }),
        Of("customergrains.v1.UsageFeed/RedriveRejected", new RedriveRejectedRequest { Source = SourceOf(0), MaxRecords = 5, Filter = new RejectedFilter { Outcome = Outcome.Rejected } }),
        Of("customergrains.v1.UsageFeed/RedriveRejected", new RedriveRejectedRequest { Source = SourceOf(0), Keys = new RejectedKeys { Keys = { "1", "2:3" } }, RequestId = "again" }),
        Of("grpc.health.v1.Health/Check", new HealthCheckRequest { Service = "customergrains.v1.UsageFeed" }),
        Of("grpc.reflection.v1.ServerReflection/ServerReflectionInfo", new ServerReflectionRequest { FileContainingSymbol = "grpc.health.v1.Health" }),
        Of("grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", new ServerReflectionRequest { ListServices = "*" }),
    ];

    /// <summary>Of the methods that answer until they are told to stop.</summary>
    public static IReadOnlyList<(string Path, byte[] Message)> Watches { get; } =
    [
        Of("customergrains.v1.Subscribers/WatchSubscriber", new WatchSubscriberRequest { SubscriberId = "f-1", Cursor = "1:1" }),
        Of("grpc.health.v1.Health/Watch", new HealthCheckRequest { Service = "grpc.health.v1.Health" }),
    ];

    public static string SourceOf(int session) => "fuzz-" + Text(session / SessionsPerSource);

    public static string NumberOf(int subscriber) => "44700900" + Text(100 + subscriber);

    public static RegisterSubscriberRequest Registration(int i) => new()
    {
        SubscriberId = "f-" + Text(i),
        ActivationTime = Timestamp.FromDateTimeOffset(TestServer.Epoch),
        Plan = "pay-as-you-go",
        Brand = "M-Zone",
        Region = "west",
        Msisdns = { NumberOf(i) },
    };

    private static DescribePartyRequest Description(string id) => new()
    {
        Kind = PartyKind.Customer,
        PartyId = id,
        SourceSystem = "crm",
        EventTime = Now(),
        Attributes =
        {
            new PartyAttribute { Field = PartyField.Name, Value = new PartyValue { Text = "王伟" } },
            new PartyAttribute { Field = PartyField.BirthYear, Value = new PartyValue { Number = 1980 } },
            new PartyAttribute { Field = PartyField.Major, Value = new PartyValue { Flag = true } },
        },
    };

    /// <summary>The messages of one session: open, batches, close.</summary>
    public static List<byte[]> Session(int session, int batches)
    {
        var messages = new List<byte[]> { new PublishRequest { Open = new OpenStream { Source = SourceOf(session), Stream = "x" + Text(session) } }.ToByteArray() };
        for (var batch = 1; batch <= batches; batch++)
        {
            var usage = new UsageBatch { Sequence = (ulong)batch };
            for (var i = 0; i < 3; i++) usage.Records.Add(Record(session, batch, i));
            messages.Add(new PublishRequest { Batch = usage }.ToByteArray());
        }
        messages.Add(new PublishRequest { Close = new CloseStream() }.ToByteArray());
        return messages;
    }

    private static UsageRecord Record(int session, int batch, int i) => new()
    {
        Id = $"{Text(session)}.{Text(batch)}.{Text(i)}",
        RecordType = i == 2 ? 85u : 0,
        Msisdn = NumberOf((session + i) % (Subscribers + 1)), // one of them is nobody's
        OtherParty = "447009001234",
        StartTime = Now(),
        DurationSeconds = 60,
        OctetsUp = i == 2 ? 4_000u : 0,
        CellId = "cell-7",
        ChargeMicros = 120_000,
        CurrencyCode = "CNY",
    };

    private static (string Path, byte[] Message) Of(string path, IMessage message) => (path, message.ToByteArray());

    private static Timestamp Now() => Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow());

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
