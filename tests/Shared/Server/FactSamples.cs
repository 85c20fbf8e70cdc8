using CustomerGrains.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Tests;

/// <summary>Business facts as callers send them.</summary>
internal static class FactSamples
{
    /// <summary>When they happened: the day before <see cref="TestServer.Epoch"/>.</summary>
    internal static Timestamp Time => Timestamp.FromDateTimeOffset(TestServer.Epoch.AddDays(-1));

    /// <summary>One of every kind that there is, every field filled in; made by the descriptors, so that none is forgotten.</summary>
    internal static IReadOnlyList<Fact> All() => [.. Fact.Descriptor.Oneofs[0].Fields.Select(field =>
    {
        var fact = new Fact { EventTime = Time, SourceSystem = "crm", Id = "f-" + field.Name };
        field.Accessor.SetValue(fact, Filled(field.MessageType));
        return fact;
    })];

    /// <summary>A plan change at some time.</summary>
    internal static Fact Plan(string plan, DateTimeOffset time, string id = "") => new()
    {
        EventTime = Timestamp.FromDateTimeOffset(time),
        SourceSystem = "crm",
        Id = id,
        PlanChanged = new PlanChanged { Plan = plan },
    };

    internal static Fact Payment(string id, long micros) => new()
    {
        EventTime = Time,
        SourceSystem = "finance",
        Id = id,
        PaymentReceived = new PaymentReceived { AmountMicros = micros },
    };

    internal static Fact Status(SubscriberStatus status, DateTimeOffset time) => new()
    {
        EventTime = Timestamp.FromDateTimeOffset(time),
        SourceSystem = "crm",
        StatusChanged = new StatusChanged { Status = status },
    };

    internal static RecordFactsRequest About(int subscriber, params IEnumerable<Fact> facts) =>
        new() { Facts = { facts.Select(f => new FactInput { SubscriberId = "s" + subscriber, Fact = f }) } };

    /// <summary>The fact as a record of a feed: time and id are the record's.</summary>
    internal static UsageRecord Record(Fact fact, int subscriber)
    {
        var told = fact.Clone();
        (told.EventTime, told.Id) = (null, "");
        return new UsageRecord { Id = fact.Id, Msisdn = TestServer.NumberOf(subscriber), StartTime = fact.EventTime, Fact = told };
    }

    private static IMessage Filled(MessageDescriptor type)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in type.Fields.InFieldNumberOrder())
        {
            field.Accessor.SetValue(message, field.FieldType switch
            {
                FieldType.String => field.Name == "month" ? "2025-12" : "x" + field.FieldNumber,
                FieldType.UInt32 => (uint)(5 + field.FieldNumber),
                FieldType.SInt64 => 1_000L + field.FieldNumber,
                FieldType.Bool => true,
                FieldType.Enum => field.EnumType.Values[1].Number,
                _ => new Timestamp { Seconds = Time.Seconds + (field.FieldNumber * 86_400) },
            });
        }
        return message;
    }
}
