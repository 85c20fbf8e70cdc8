using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Grains.Tests;

/// <summary>Parties as callers describe them.</summary>
internal static class PartySamples
{
    /// <summary>A customer's name by a system, as of so many days after <see cref="TestServer.Epoch"/>.</summary>
    internal static DescribePartyRequest Named(string id, string name, string source = "crm", double days = 0, string request = "") =>
        Describe(PartyKind.Customer, id, source, days, Text(PartyField.Name, name)) is var described && request.Length > 0 ? With(described, request) : described;

    internal static DescribePartyRequest Describe(PartyKind kind, string id, string source, double days, params PartyAttribute[] attributes) => new()
    {
        Kind = kind,
        PartyId = id,
        SourceSystem = source,
        EventTime = At(days),
        Attributes = { attributes },
    };

    internal static PartyAttribute Text(PartyField field, string text) => new() { Field = field, Value = new PartyValue { Text = text } };

    internal static PartyAttribute Number(PartyField field, long number) => new() { Field = field, Value = new PartyValue { Number = number } };

    internal static Timestamp At(double days) => Timestamp.FromDateTimeOffset(TestServer.Epoch.AddDays(days));

    internal static async Task<Party> PartyAsync(this TestServer server, string id, PartyKind kind = PartyKind.Customer) =>
        await server.Customers.GetPartyAsync(new GetPartyRequest { Kind = kind, PartyId = id });

    internal static async Task MergeAsync(this TestServer server, string id, string into, PartyKind kind = PartyKind.Customer) =>
        await server.Customers.MergePartiesAsync(new MergePartiesRequest { Kind = kind, PartyId = id, IntoId = into });

    /// <summary>What stands, with its source; empty when nothing does.</summary>
    internal static string Stands(this Party party, PartyField field) =>
        party.Fields.SingleOrDefault(f => f.Field == field)?.Value is { } value ? $"{value.Value.Text}{(value.Value.HasNumber ? value.Value.Number : "")} by {value.SourceSystem}" : "";

    private static DescribePartyRequest With(DescribePartyRequest described, string request)
    {
        described.RequestId = request;
        return described;
    }
}
