using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Tests.Search;

/// <summary>The Rollups service through the wire: pages, and what is refused.</summary>
public sealed class RollupWireTests
{
    private const int Members = 25;

    [Fact]
    public async Task Members_come_in_pages_of_an_order()
    {
        await using var server = await StartAsync();
        var byId = await ListAsync(server, RollupMemberOrder.SubscriberId, size: 7);
        Assert.Equal(Enumerable.Range(0, Members).Select(static i => "s" + i).Order(StringComparer.Ordinal), byId.Select(static m => m.SubscriberId));
        var byBill = await ListAsync(server, RollupMemberOrder.AverageBill, size: 4);
        Assert.Equal(Enumerable.Range(0, Members).Reverse().Select(static i => "s" + i), byBill.Select(static m => m.SubscriberId));
        Assert.Equal([8_000_000, 7_666_666], byBill.Take(2).Select(static m => m.AverageBillMicros));
        Assert.Equal((24_000_000, 8_000_000, SubscriberStatus.Active), (byBill[0].LastMonthMicros, byBill[0].AverageBillMicros, byBill[0].Status));
        var risk = await ListAsync(server, RollupMemberOrder.Unspecified, size: 0);
        Assert.Equal(risk.OrderByDescending(static m => m.ValueAtRiskMicros).Select(static m => m.SubscriberId), risk.Select(static m => m.SubscriberId));
        Assert.All(risk, static m => Assert.True(m.HasChurnProbability));

        var rollup = await server.Rollups.GetRollupAsync(new GetRollupRequest { GroupId = "g" });
        Assert.Equal(("g", Members, 300_000_000, 4, "CNY"), (rollup.GroupId, rollup.Members, rollup.Spend.LastMonthMicros, rollup.ByMeasures.Count, rollup.CurrencyCode));
        Assert.Equal(risk.Sum(static m => m.ValueAtRiskMicros), rollup.Risk.ValueAtRiskMicros);
        Assert.Equal(risk.Where(static m => m.ChurnBand == ChurnBand.High).Take(20), rollup.Risk.Top);
        Assert.False(rollup.Spend.HasChangeRatio);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_with_the_field()
    {
        await using var server = await StartAsync();
        Assert.StartsWith("target is missing", (await RefusedAsync(StatusCode.InvalidArgument, async () => await server.Rollups.GetRollupAsync(new GetRollupRequest()))).Detail, StringComparison.Ordinal);
        Assert.StartsWith("customer_id is missing", (await RefusedAsync(StatusCode.InvalidArgument, async () => await server.Rollups.GetRollupAsync(new GetRollupRequest { CustomerId = "" }))).Detail, StringComparison.Ordinal);
        Assert.StartsWith("account_id is longer", (await RefusedAsync(StatusCode.InvalidArgument, async () => await server.Rollups.GetRollupAsync(new GetRollupRequest { AccountId = new string('x', 101) }))).Detail, StringComparison.Ordinal);
        Assert.Equal("No line ever named the group 'h'.", (await RefusedAsync(StatusCode.NotFound, async () => await server.Rollups.GetRollupAsync(new GetRollupRequest { GroupId = "h" }))).Detail);
        await RefusedAsync(StatusCode.NotFound, async () => await server.Rollups.ListRollupMembersAsync(new ListRollupMembersRequest { GroupId = "h" }));

        var token = (await server.Rollups.ListRollupMembersAsync(new ListRollupMembersRequest { GroupId = "g", PageSize = 1 })).NextPageToken;
        foreach (var (request, field) in ((ListRollupMembersRequest, string)[])
        [
            (new() { GroupId = "g", PageSize = -1 }, "page_size"), (new() { GroupId = "g", PageSize = 1_001 }, "page_size"), (new() { GroupId = "g", Order = (RollupMemberOrder)9 }, "order"),
            (new() { GroupId = "h", PageToken = token }, "page_token"), (new() { CustomerId = "g", PageToken = token }, "page_token"),
            (new() { GroupId = "g", PageToken = token, Order = RollupMemberOrder.SubscriberId }, "page_token"), (new() { GroupId = "g", PageToken = token[..^2] }, "page_token"), (new() { GroupId = "g", PageToken = "!" }, "page_token"),
        ])
            Assert.StartsWith(field + " is", (await RefusedAsync(StatusCode.InvalidArgument, async () => await server.Rollups.ListRollupMembersAsync(request))).Detail, StringComparison.Ordinal);
    }

    private static async Task<Grpc.Core.Status> RefusedAsync(StatusCode code, Func<Task> call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(code, exception.StatusCode);
        return exception.Status;
    }

    private static async Task<List<RollupMember>> ListAsync(TestServer server, RollupMemberOrder order, int size)
    {
        var members = new List<RollupMember>();
        var request = new ListRollupMembersRequest { GroupId = "g", Order = order, PageSize = size };
        do
        {
            var page = await server.Rollups.ListRollupMembersAsync(request);
            Assert.True(page.Members.Count <= (size == 0 ? 50 : size) && page.AsOf is not null);
            members.AddRange(page.Members);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return members;
    }

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync();
        await server.RegisterAsync(Members);
        var time = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(TestServer.Epoch);
        var facts = Enumerable.Range(0, Members).SelectMany(i => (FactInput[])
        [
            new() { SubscriberId = "s" + i, Fact = new Fact { EventTime = time, SourceSystem = "crm", MembershipChanged = new MembershipChanged { GroupId = "g", GroupKind = GroupKind.Club } } },
            new() { SubscriberId = "s" + i, Fact = new Fact { EventTime = time, SourceSystem = "billing", BillIssued = new BillIssued { Month = "2025-12", NetMicros = i * 1_000_000, GrossMicros = i * 1_000_000 } } },
        ]);
        await server.Facts.RecordFactsAsync(new RecordFactsRequest { Facts = { facts } });
        return server;
    }
}
