using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using static CustomerGrains.Grains.Tests.PartySamples;
using static CustomerGrains.Tests.FactSamples;

namespace CustomerGrains.Grains.Tests;

/// <summary>Customers, accounts, groups and prospects through the wire.</summary>
public sealed class PartyTests
{
    [Fact]
    public async Task Every_field_of_every_kind_is_kept_with_its_source_and_survives()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var kind in Kinds)
        {
            var attributes = Domain.Parties.PartyFields.Of((Domain.Parties.PartyKind)kind).Select(Filled).ToArray();
            var done = await server.Customers.DescribePartyAsync(Describe(kind, "x", "crm", 0, attributes));
            Assert.Equal((Outcome.Applied, 1L), (done.Outcome, done.Version));
            var party = await server.PartyAsync("x", kind);
            Assert.Equal(attributes, party.Fields.Select(f => new PartyAttribute { Field = f.Field, Value = f.Value.Value }));
            Assert.All(party.Fields, f => Assert.Equal(("crm", At(0), "", false, 0), (f.Value.SourceSystem, f.Value.EventTime, f.Value.AboutId, f.Conflict, f.Others.Count)));
            Assert.Equal((1.0, 0, At(0), At(0)), (party.Completeness, party.MissingFields.Count, party.OldestValueTime, party.NewestValueTime));
            await server.Customers.DescribePartyAsync(Describe(kind, "x", "crm", 1, [.. attributes.Select(a => new PartyAttribute { Field = a.Field, Value = new PartyValue { Withdrawn = true } })]));
            var nothing = await server.PartyAsync("x", kind);
            Assert.All(nothing.Fields, f => Assert.True(f.Value is null && f.Others.Single().Value.Withdrawn));
            Assert.Equal((0.0, null), (nothing.Completeness, nothing.OldestValueTime));
        }
        var before = await server.PartyAsync("x");
        var digest = await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
        Assert.Equal(4UL, digest.Entities);
        await server.RestartAsync();
        Assert.Equal(before, await server.PartyAsync("x"));
        Assert.Equal(digest.Digest_, (await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true })).Digest_);
    }

    [Fact]
    public async Task What_contradicts_is_seen_and_the_policy_in_force_says_what_stands()
    {
        await using var server = await TestServer.StartAsync();
        await server.Customers.DescribePartyAsync(Named("c", "by billing", "billing", 3));
        await server.Customers.DescribePartyAsync(Named("c", "by crm", "crm", 9));
        await server.Customers.DescribePartyAsync(Named("c", "by service", "customer-service", 1));
        var party = await server.PartyAsync("c");
        Assert.Equal(("by service by customer-service", 1U, 0U), (party.Stands(PartyField.Name), party.Conflicts, party.PolicyVersion));
        Assert.Equal(["billing", "crm"], Assert.Single(party.Fields).Others.Select(o => o.SourceSystem));

        await server.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = """{ "identity": { "fields": [ { "field": "name", "sources": [ "crm" ] } ] } }""" });
        await server.Policies.ActivatePolicyAsync(new ActivatePolicyRequest { Version = 1 });
        var other = await server.PartyAsync("c");
        Assert.Equal(("by crm by crm", 1U, party.Version), (other.Stands(PartyField.Name), other.PolicyVersion, other.Version));
    }

    [Fact]
    public async Task What_comes_again_or_late_changes_nothing_and_a_request_is_answered_as_the_first_time()
    {
        await using var server = await TestServer.StartAsync();
        var first = await server.Customers.DescribePartyAsync(Named("c", "b", days: 5, request: "r1"));
        Assert.Equal((Outcome.Applied, 1L), (first.Outcome, first.Version));
        Assert.Equal((Outcome.Duplicate, 1L), await SayAsync(Named("c", "b", days: 5)));
        Assert.Equal((Outcome.Duplicate, 1L), await SayAsync(Named("c", "z", days: 4, request: "r2")));
        Assert.Equal((Outcome.Applied, 2L), await SayAsync(Named("c", "a", days: 6)));
        Assert.Equal(first, await server.Customers.DescribePartyAsync(Named("c", "b", days: 5, request: "r1")));
        await server.RestartAsync();
        Assert.Equal(first, await server.Customers.DescribePartyAsync(Named("c", "b", days: 5, request: "r1")));
        Assert.Equal(("a by crm", 2L), ((await server.PartyAsync("c")).Stands(PartyField.Name), (await server.PartyAsync("c")).Version));

        async Task<(Outcome, long)> SayAsync(DescribePartyRequest request) => await server.Customers.DescribePartyAsync(request) is var done ? (done.Outcome, done.Version) : default;
    }

    [Fact]
    public async Task A_request_id_with_other_content_is_refused_and_swallows_nothing()
    {
        await using var server = await TestServer.StartAsync();
        DescribePartyRequest[] both = [Named("c", "a", days: 1, request: "r"), Named("c", "b", days: 2, request: "r")];
        var results = (await server.Customers.BatchDescribePartiesAsync(new BatchDescribePartiesRequest { Requests = { both } })).Results;
        var taken = results[0].Code == 0 ? 0 : 1;
        Assert.Equal([StatusCode.OK, StatusCode.InvalidArgument], results.Select(r => (StatusCode)r.Code).Order());
        Assert.StartsWith("request_id ", results[1 - taken].Message, StringComparison.Ordinal);
        await server.RestartAsync();
        Assert.Equal((Outcome.Applied, 1L), await server.Customers.DescribePartyAsync(both[taken]) is var again ? (again.Outcome, again.Version) : default);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => server.Customers.DescribePartyAsync(both[1 - taken]).ResponseAsync)).StatusCode);
        var party = await server.PartyAsync("c");
        Assert.Equal((taken == 0 ? "a by crm" : "b by crm", 1L), (party.Stands(PartyField.Name), party.Version));
        Assert.Equal(Outcome.Applied, (await server.Customers.DescribePartyAsync(Named("d", "b", request: "r"))).Outcome); // of another party it is another request
    }

    /// <summary>Parties of 130 KB each, read by a client that takes 4 MB.</summary>
    [Fact]
    public async Task Many_large_parties_come_in_several_answers()
    {
        await using var server = await TestServer.StartAsync();
        string[] ids = [.. Enumerable.Range(0, 40).Select(static i => $"g{i}")];
        var benefits = new PartyAttribute { Field = PartyField.Benefits, Value = new PartyValue { Texts = new TextList { Values = { Enumerable.Range(0, 20).Select(static i => new string((char)('a' + i), 200)) } } } };
        foreach (var some in ids.Chunk(20))
        {
            var results = (await server.Customers.BatchDescribePartiesAsync(new BatchDescribePartiesRequest
            {
                Requests = { some.SelectMany(id => Enumerable.Range(0, 32).Select(s => Describe(PartyKind.Group, id, "s" + s, 0, benefits))) },
            })).Results;
            // In strict mode a call without a request id may be repeated after it was carried out.
            Assert.All(results, static r => Assert.True(r.Outcome is Outcome.Applied or Outcome.Duplicate));
        }

        var found = new List<string>();
        var answers = 0;
        for (IReadOnlyList<string> left = ["nobody", .. ids]; left.Count > 0; answers++)
        {
            var answer = await server.Customers.BatchGetPartiesAsync(new BatchGetPartiesRequest { Kind = PartyKind.Group, PartyIds = { left } });
            Assert.Equal(left, answer.NotFound.Concat(answer.Parties.Select(static p => p.PartyId)).Concat(answer.LeftOut));
            Assert.NotEmpty(answer.Parties);
            found.AddRange(answer.Parties.Select(static p => p.PartyId));
            left = answer.LeftOut;
        }
        Assert.Equal(ids, found);
        Assert.Equal(2, answers);
    }

    [Fact]
    public async Task Of_a_batch_each_has_its_own_result_and_all_that_is_good_is_in()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 32; i++) await server.Customers.DescribePartyAsync(Named("full", "x", "s" + i));
        var good = Named("a", "x");
        var results = (await server.Customers.BatchDescribePartiesAsync(new BatchDescribePartiesRequest { Requests = { good, Named("b/c", "x"), Named("full", "x", "s32"), Named("full", "y", "s31", 1), good } })).Results;
        Assert.Equal([StatusCode.OK, StatusCode.InvalidArgument, StatusCode.FailedPrecondition, StatusCode.OK, StatusCode.OK], results.Select(r => (StatusCode)r.Code));
        Assert.Equal([Outcome.Applied, Outcome.Duplicate], new[] { results[0].Outcome, results[4].Outcome }.Order());
        Assert.Contains("party_id", results[1].Message, StringComparison.Ordinal);
        Assert.Contains("32", results[2].Message, StringComparison.Ordinal);
        var found = await server.Customers.BatchGetPartiesAsync(new BatchGetPartiesRequest { Kind = PartyKind.Customer, PartyIds = { "full", "nobody", "a" } });
        Assert.Equal(["full", "a"], found.Parties.Select(p => p.PartyId));
        Assert.Equal(["nobody"], found.NotFound);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => server.PartyAsync("nobody"))).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => server.PartyAsync("a", PartyKind.Account))).StatusCode);
    }

    [Fact]
    public async Task Everybody_who_names_a_merged_customer_is_led_to_the_one_that_goes_on()
    {
        await using var server = await TestServer.StartAsync();
        await server.RegisterAsync(1);
        await server.Customers.DescribePartyAsync(Named("old", "Li"));
        await server.Customers.DescribePartyAsync(Describe(PartyKind.Customer, "new", "crm", 0, Text(PartyField.Region, "Beijing")));
        await server.Customers.DescribePartyAsync(Describe(PartyKind.Account, "acc", "billing", 0, Text(PartyField.Owner, "old"), Number(PartyField.Balance, -5)));
        var link = new Fact { EventTime = Time, SourceSystem = "crm", CustomerLinked = new CustomerLinked { CustomerId = "old", AccountId = "acc" } };
        Assert.Null((await PopAsync()).Customer);
        await server.Facts.RecordFactsAsync(About(0, link));
        var pop = await PopAsync();
        Assert.Equal(("old", "Li by crm", "acc", "-5 by billing"), (pop.Customer.PartyId, pop.Customer.Stands(PartyField.Name), pop.Account.PartyId, pop.Account.Stands(PartyField.Balance)));
        Assert.Equal("", (await OwnerAsync()).CurrentId);

        await server.MergeAsync("old", "new");
        pop = await PopAsync();
        Assert.Equal(("new", "Li by crm", "Beijing by crm", "old"), (pop.Customer.PartyId, pop.Customer.Stands(PartyField.Name), pop.Customer.Stands(PartyField.Region), Assert.Single(pop.Customer.AbsorbedIds)));
        Assert.Equal(("old", "new"), ((await OwnerAsync()).Value.Value.Text, (await OwnerAsync()).CurrentId));

        async Task<ScreenPop> PopAsync() => await server.Subscribers.GetScreenPopAsync(new GetScreenPopRequest { SubscriberId = "s0" });
        async Task<PartyFieldState> OwnerAsync() => (await server.PartyAsync("acc", PartyKind.Account)).Fields.Single(f => f.Field == PartyField.Owner);
    }

    public static TheoryData<string, Action<DescribePartyRequest>> Broken => new()
    {
        { "kind", r => r.Kind = PartyKind.Unspecified },
        { "kind", r => r.Kind = (PartyKind)9 },
        { "party_id", r => r.PartyId = "" },
        { "party_id", r => r.PartyId = "a/b" },
        { "party_id", r => r.PartyId = new string('x', 101) },
        { "source_system", r => r.SourceSystem = "" },
        { "source_system", r => r.SourceSystem = new string('x', 65) },
        { "event_time", r => r.EventTime = null },
        { "event_time", r => r.EventTime = new Timestamp { Seconds = -1 } },
        { "request_id", r => r.RequestId = new string('x', 65) },
        { "attributes", r => r.Attributes.Clear() },
        { "attributes[0].field", r => r.Attributes[0].Field = PartyField.Unspecified },
        { "attributes[0].field", r => r.Attributes[0].Field = PartyField.Owner },
        { "attributes[0].field", r => r.Attributes[0].Field = (PartyField)999 },
        { "attributes[1].field", r => r.Attributes.Add(r.Attributes[0]) },
        { "attributes[0].value", r => r.Attributes[0].Value = null },
        { "attributes[0].value", r => r.Attributes[0].Value = new PartyValue() },
        { "attributes[0].value", r => r.Attributes[0].Value = new PartyValue { Withdrawn = false } },
        { "attributes[0].value", r => r.Attributes[0].Value = new PartyValue { Number = 5 } },
        { "attributes[0].value", r => r.Attributes[0].Value = new PartyValue { Text = "" } },
        { "attributes[0].value", r => r.Attributes[0] = Text(PartyField.CustomerKind, "individual") },
        { "attributes[0].value", r => r.Attributes[0] = Number(PartyField.BirthYear, 26) },
        { "attributes[0].value", r => r.Attributes[0] = Text(PartyField.Major, "yes") },
    };

    [Fact]
    public async Task What_is_wrong_is_named_by_its_field_and_never_repeated()
    {
        await using var server = await TestServer.StartAsync();
        foreach (object[] row in Broken)
        {
            var request = Named("c", "secret");
            ((Action<DescribePartyRequest>)row[1])(request);
            var error = await Assert.ThrowsAsync<RpcException>(() => server.Customers.DescribePartyAsync(request).ResponseAsync);
            Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
            Assert.StartsWith((string)row[0] + " ", error.Status.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", error.Status.Detail, StringComparison.Ordinal);
        }
        await using var wall = await TestServer.StartAsync(clock: Server.Hosting.ClockMode.Wall);
        var ahead = Named("c", "x");
        ahead.EventTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddHours(25));
        Assert.StartsWith("event_time ", (await Assert.ThrowsAsync<RpcException>(() => wall.Customers.DescribePartyAsync(ahead).ResponseAsync)).Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_enumerations_of_the_API_are_those_of_the_domain()
    {
        Same<PartyField, Domain.Parties.PartyField>();
        Same<PartyKind, Domain.Parties.PartyKind>();

        static void Same<TApi, TDomain>() where TApi : struct, System.Enum where TDomain : struct, System.Enum => Assert.Equal(
            System.Enum.GetValues<TDomain>().Select(v => (Convert.ToInt32(v, null), v.ToString())).Where(static v => v.Item1 > 0),
            System.Enum.GetValues<TApi>().Select(v => (Convert.ToInt32(v, null), v.ToString())).Where(static v => v.Item1 > 0));
    }

    private static readonly PartyKind[] Kinds = [PartyKind.Customer, PartyKind.Account, PartyKind.Group, PartyKind.Prospect];

    private static PartyAttribute Filled(Domain.Parties.PartyFieldRule rule) => new()
    {
        Field = (PartyField)rule.Field,
        Value = rule.Type switch
        {
            Domain.Parties.PartyValueType.Number or Domain.Parties.PartyValueType.Money => new PartyValue { Number = rule.Most },
            Domain.Parties.PartyValueType.Flag => new PartyValue { Flag = true },
            Domain.Parties.PartyValueType.Time => new PartyValue { Time = At(-3) },
            Domain.Parties.PartyValueType.Texts => new PartyValue { Texts = new TextList { Values = { "lounge", "gift" } } },
            Domain.Parties.PartyValueType.Choice => new PartyValue { Text = rule.Choices[^1].Name },
            _ => new PartyValue { Text = "王 " + rule.Field },
        },
    };
}
