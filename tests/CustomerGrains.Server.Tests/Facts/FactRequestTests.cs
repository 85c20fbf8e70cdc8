using CustomerGrains.Server.Tests.Wire;
using CustomerGrains.Tests;
using CustomerGrains.V1;
using Google.Rpc;
using Grpc.Core;

namespace CustomerGrains.Server.Tests.Facts;

/// <summary>What is wrong with a request of the Facts service is said with the path of the field, and nothing is recorded.</summary>
public sealed class FactRequestTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public static TheoryData<string, Action<FactInput>> Wrongs => new()
    {
        { "facts[1].subscriber_id", f => f.SubscriberId = "a/b" },
        { "facts[1].subscriber_id", f => f.SubscriberId = "" },
        { "facts[1].fact", f => f.Fact = null },
        { "facts[1].fact.event_time", f => f.Fact.EventTime = null },
        { "facts[1].fact.event_time", f => f.Fact.EventTime.Seconds = -1 },
        { "facts[1].fact.source_system", f => f.Fact.SourceSystem = "" },
        { "facts[1].fact.source_system", f => f.Fact.SourceSystem = new string('x', 65) },
        { "facts[1].fact.id", f => f.Fact.Id = new string('é', 33) },
        { "facts[1].fact.fact", f => f.Fact.ClearFact() },
        { "facts[1].fact.bill_issued.month", f => f.Fact.BillIssued = new BillIssued { Month = "2026-13" } },
        { "facts[1].fact.bill_issued.month", f => f.Fact.BillIssued = new BillIssued { Month = "2026-03" } },
        { "facts[1].fact.bill_issued.month", f => f.Fact.BillIssued = new BillIssued { Month = "1999-03" } },
        { "facts[1].fact.bill_issued.gross_micros", f => f.Fact.BillIssued = new BillIssued { Month = "2025-12", GrossMicros = -1 } },
        { "facts[1].fact.bill_issued.outgoing_minutes", f => f.Fact.BillIssued = new BillIssued { Month = "2025-12", OutgoingMinutes = uint.MaxValue } },
        { "facts[1].fact.payment_received.amount_micros", f => f.Fact.PaymentReceived.AmountMicros = long.MaxValue },
        { "facts[1].fact.payment_received.method", f => f.Fact.PaymentReceived.Method = new string('x', 65) },
        { "facts[1].fact.status_changed.status", f => f.Fact.StatusChanged = new StatusChanged() },
        { "facts[1].fact.status_changed.status", f => f.Fact.StatusChanged = new StatusChanged { Status = (SubscriberStatus)300 } },
        { "facts[1].fact.contract_signed.end_time", f => f.Fact.ContractSigned = new ContractSigned { ContractId = "c" } },
        { "facts[1].fact.survey_scored.score", f => f.Fact.SurveyScored = new SurveyScored { Score = 101 } },
        { "facts[1].fact.consent_changed.channel", f => f.Fact.ConsentChanged = new ConsentChanged { Channel = (ContactChannel)99 } },
    };

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.RegisterAsync(1);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_wrong_field_is_named_and_nothing_is_recorded()
    {
        foreach (var row in Wrongs.Cast<object[]>())
        {
            var (field, spoil) = ((string)row[0], (Action<FactInput>)row[1]);
            var request = FactSamples.About(0, FactSamples.Payment("p1", 5), FactSamples.Payment("p2", 5));
            spoil(request.Facts[1]);
            var (code, reason, detail) = Details.Of<BadRequest>(await Assert.ThrowsAsync<RpcException>(() => _server.Facts.RecordFactsAsync(request).ResponseAsync));
            Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELD", field), (code, reason, Assert.Single(detail.FieldViolations).Field));
        }
        Assert.Null((await _server.GetAsync(0)).Relationship);
    }

    [Fact]
    public async Task Limits_of_the_calls_are_named()
    {
        await Expect("facts", () => _server.Facts.RecordFactsAsync(new RecordFactsRequest()).ResponseAsync);
        await Expect("facts", () => _server.Facts.RecordFactsAsync(FactSamples.About(0, Enumerable.Repeat(FactSamples.Payment("", 5), 1_001))).ResponseAsync);
        await Expect("request_id", () => _server.Facts.RecordFactsAsync(new RecordFactsRequest { RequestId = new string('x', 65), Facts = { FactSamples.About(0, FactSamples.Payment("", 5)).Facts } }).ResponseAsync);
        await Expect("cg-reason", () => _server.Facts.RecordFactsAsync(FactSamples.About(0, FactSamples.Payment("", 5)), new Metadata { { "cg-reason", new string('x', 501) } }).ResponseAsync);
        await Expect("kinds[1]", () => _server.Facts.ListFactsAsync(new ListFactsRequest { SubscriberId = "s0", Kinds = { "bill_issued", "usage" } }).ResponseAsync);
        await Expect("page_size", () => _server.Facts.ListFactsAsync(new ListFactsRequest { SubscriberId = "s0", PageSize = 1_001 }).ResponseAsync);
        await Expect("page_token", () => _server.Facts.ListFactsAsync(new ListFactsRequest { SubscriberId = "s0", PageToken = "1:1:0" }).ResponseAsync);
        await Expect("end_time", () => _server.Facts.ListFactsAsync(new ListFactsRequest { SubscriberId = "s0", StartTime = FactSamples.Time, EndTime = FactSamples.Time }).ResponseAsync);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => _server.Facts.ListFactsAsync(new ListFactsRequest { SubscriberId = "nobody" }).ResponseAsync)).StatusCode);
    }

    private static async Task Expect(string field, Func<Task> call)
    {
        var (code, _, detail) = Details.Of<BadRequest>(await Assert.ThrowsAsync<RpcException>(call));
        Assert.Equal((StatusCode.InvalidArgument, field), (code, Assert.Single(detail.FieldViolations).Field));
    }
}
