using System.Text.Json;
using CustomerGrains.Cli.Mapping;
using CustomerGrains.Domain.Parties;

namespace CustomerGrains.Cli.Tests;

/// <summary>Importing customers, accounts, groups, prospects and links besides subscribers.</summary>
public sealed class ImportTests
{
    private const string Mapping = """
        {
          "source": "crm",
          "subscriber": { "subscriberId": "line", "activationTime": "since", "msisdns": ["number"] },
          "customer": { "id": "customer", "eventTime": "as_of", "optional": true,
            "values": { "name": "name", "customerKind": { "column": "kind", "values": { "P": "individual", "O": "organisation" } }, "birthYear": "born", "major": "major" } },
          "account": { "id": "account", "eventTime": "as_of", "sourceSystem": { "constant": "billing" }, "optional": true,
            "values": { "owner": "customer", "balance": { "column": "balance", "unit": "units" }, "paymentMethod": "pays" } },
          "customerLink": { "subscriberId": "line", "customerId": "customer", "accountId": "account", "eventTime": "since", "optional": true },
          "membership": { "subscriberId": "line", "groupId": "group", "groupKind": { "constant": "enterprise-vpn" }, "enterpriseClass": { "constant": "A" }, "keyMember": "major", "eventTime": "since", "optional": true },
        }
        """;

    private const string File = """
        line,since,number,customer,name,kind,born,major,account,balance,pays,group,as_of
        s-1,2025-01-01,8613800000001,c-1,王伟,P,1980,yes,a-1,-12.5,bank_collection,g-1,2026-01-01
        s-2,2025-01-01,8613800000002,c-1,王伟,P,1980,yes,a-1,-12.5,bank_collection,,2026-01-01
        s-3,2025-01-01,8613800000003,c-3,Li,X,1980,no,a-3,5,cash,,2026-01-01
        s-4,2025-01-01,8613800000004,c-4,Zhao,P,80,no,a-4,5,barter,,2026-01-01
        s-5,2025-01-01,8613800000005,,,,,,,,,,2026-01-01
        s-6,2025-01-01,12,c/6,Wu,O,,no,a-6,7,cash,,2026-01-01

        """;

    [Fact]
    public async Task All_that_is_good_is_in_each_line_that_is_not_is_named_and_again_counts_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var (file, mapping) = (server.File("crm.csv", File), server.File("crm.json", Mapping));
        var failed = server.File("failed.csv", "");
        var first = await Cli.RunAsync("import", file, "-m", mapping, "-s", server.Address, "--json", "--batch", "2", "--errors", failed);

        Assert.Equal(1, first.ExitCode);
        Assert.Equal(
        [
            "subscriber: 6 rows, 0 filtered, 1 unmapped, 5 done, 0 known, 0 refused",
            "customer: 6 rows, 1 filtered, 3 unmapped, 2 done, 1 known, 0 refused", // c-1 is said twice in the same words
            "account: 6 rows, 1 filtered, 2 unmapped, 3 done, 1 known, 0 refused",
            "customerLink: 6 rows, 1 filtered, 1 unmapped, 4 done, 0 known, 0 refused",
            "membership: 6 rows, 5 filtered, 0 unmapped, 1 done, 0 known, 0 refused",
        ], Counts(first.Json));
        Assert.Equal(
        [
            "line,target,field,problem",
            "7,subscriber,number,'12' is not a number of 5 to 15 digits",
            "4,customer,kind,\"'X' is not one of P, O\"",
            "5,customer,born,'80' is not between 1850 and 2200; check the unit",
            "7,customer,customer,\"'c/6' is no id: give 1 to 100 bytes, no '/'\"",
            "5,account,pays,\"'barter' is not one of CASH, BANK_COLLECTION, DIRECT_DEBIT, GROUP_PAID\"",
            "7,account,customer,'c/6' has a '/'; an id has none",
            "7,customerLink,customer,\"'c/6' is no id: give 1 to 100 bytes, no '/'\"",
        ], System.IO.File.ReadAllLines(failed));
        Assert.Contains("crm.csv, line 5, column born: '80' is not between", first.Error, StringComparison.Ordinal);

        var again = await Cli.RunAsync("import", file, "-m", mapping, "-s", server.Address, "--json", "--skip-unmapped");
        Assert.Equal(0, again.ExitCode);
        Assert.Equal((15, 10), (again.Json.GetProperty("registered").GetInt32(), again.Json.GetProperty("known").GetInt32()));
        var customer = await Cli.SucceedAsync("customer", "get", "c-1", "-s", server.Address, "--json");
        Assert.Equal(("c-1", "1"), (customer.Json.GetProperty("party_id").GetString(), customer.Json.GetProperty("version").GetString()));
        Assert.Equal(["王伟 crm", "INDIVIDUAL crm", "1980 crm", "True crm"], customer.Json.GetProperty("fields").EnumerateArray().Select(Said));
        var account = await Cli.SucceedAsync("account", "get", "a-1", "-s", server.Address, "--json");
        Assert.Equal(["c-1 billing", "BANK_COLLECTION billing", "-12500000 billing"], account.Json.GetProperty("fields").EnumerateArray().Select(Said));
        var facts = await Cli.SucceedAsync("facts", "list", "--subscriber", "s-1", "-s", server.Address);
        Assert.Equal(2, facts.Out.Trim().Split('\n').Length);
        Assert.Contains("\"account_id\": \"a-1\"", facts.Out, StringComparison.Ordinal);
        Assert.Contains("\"enterprise_class\": \"ENTERPRISE_CLASS_A\"", facts.Out, StringComparison.Ordinal);

        static string Said(JsonElement field) => $"{field.GetProperty("value").GetProperty("value").EnumerateObject().First().Value} {field.GetProperty("value").GetProperty("source_system")}";
    }

    [Fact]
    public async Task What_the_server_refuses_is_named_by_its_line_and_the_rest_of_its_call_is_in()
    {
        await using var server = await TestServer.StartAsync();
        var mapping = server.File("links.json", """{ "source": "crm", "customerLink": { "subscriberId": "line", "customerId": "customer", "eventTime": "since", "sourceSystem": "by" } }""");
        await Cli.SucceedAsync("import", server.File("lines.csv", "line,since\ns-1,2025-01-01\ns-2,2025-01-01\n"), "-m", server.File("lines.json", """{ "subscriber": { "subscriberId": "line", "activationTime": "since" } }"""), "-s", server.Address);
        var long64 = new string('x', 65);
        var file = server.File("links.csv", $"line,customer,since,by\ns-1,c-1,2025-01-01,crm\ns-1,c-2,2025-02-01,{long64}\nnobody,c-1,2025-01-01,crm\ns-2,c-1,2025-01-01,crm\n");

        var result = await Cli.RunAsync("import", file, "-m", mapping, "-s", server.Address, "--json");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["customerLink: 4 rows, 0 filtered, 0 unmapped, 2 done, 0 known, 2 refused"], Counts(result.Json));
        Assert.Contains("line 3: refused, InvalidArgument: facts[1].fact.source_system is longer than 64 bytes", result.Error, StringComparison.Ordinal);
        Assert.Contains("line 4: refused, FailedPrecondition: NotRegistered", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Cli.RunAsync("import", file, "-m", mapping, "-s", server.Address, "--json")).Json.GetProperty("known").GetInt32());
    }

    [Fact]
    public async Task Two_that_are_the_same_are_merged()
    {
        await using var server = await TestServer.StartAsync();
        var mapping = server.File("g.json", """{ "source": "crm", "group": { "id": "id", "eventTime": { "constant": "2026-01-01" }, "values": { "name": "name", "groupKind": { "constant": "CLUB" }, "benefits": "gives" } } }""");
        await Cli.SucceedAsync("import", server.File("g.csv", "id,name,gives\ng-1,Gold,lounge; gift\ng-2,Golden,\n"), "-m", mapping, "-s", server.Address);
        Assert.Contains("g-1 goes on as g-2.", (await Cli.SucceedAsync("group", "merge", "g-1", "g-2", "--reason", "renamed", "-s", server.Address)).Out, StringComparison.Ordinal);
        var text = (await Cli.SucceedAsync("group", "get", "g-2", "-s", server.Address)).Out;
        Assert.Contains("took over g-1", text, StringComparison.Ordinal);
        Assert.Contains("lounge; gift", text, StringComparison.Ordinal);
        Assert.Contains("differs", text, StringComparison.Ordinal);
        Assert.Contains("merged into g-2", (await Cli.SucceedAsync("group", "get", "g-1", "-s", server.Address)).Out, StringComparison.Ordinal);
        var nobody = await Cli.RunAsync("customer", "get", "g-1", "-s", server.Address);
        Assert.Equal((1, true), (nobody.ExitCode, nobody.Error.Contains("Nobody has described a customer g-1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Rows_that_name_one_twice_must_say_the_same_with_distinct()
    {
        await using var server = await TestServer.StartAsync();
        var mapping = server.File("c.json", """{ "source": "crm", "customer": { "id": "id", "eventTime": "at", "values": { "name": "name" } } }""");
        var same = await Cli.SucceedAsync("import", server.File("same.csv", "id,at,name\nc,2026-01-01,x\nc,2026-01-01,x\n"), "-m", mapping, "-s", server.Address, "--json", "--distinct");
        Assert.Equal((1, 1), (same.Json.GetProperty("registered").GetInt32(), same.Json.GetProperty("repeated").GetInt32()));
        var other = await Cli.RunAsync("import", server.File("other.csv", "id,at,name\nc,2026-01-01,x\nc,2026-01-01,y\n"), "-m", mapping, "-s", server.Address, "--distinct");
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("customer c on line 3 is not the one on line 2", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "customer": { "id": "id", "eventTime": "at", "values": { "name": "name" } } }""", "customer.sourceSystem is required, or a source of the whole mapping.")]
    [InlineData("""{ "source": "crm", "customer": { "eventTime": "at", "values": { "name": "name" } } }""", "customer.id is required.")]
    [InlineData("""{ "source": "crm", "customer": { "id": "id", "eventTime": "at" } }""", "customer.values is empty")]
    [InlineData("""{ "source": "crm", "account": { "id": "id", "eventTime": "at", "values": { "birthYear": "name" } } }""", "account.values has 'birthYear', which it does not have; it has owner, paymentMethod, balance, unpaidAmount, unpaidSince.")]
    [InlineData("""{ "source": "crm", "account": { "id": "id", "eventTime": "at", "values": { "balance": { "column": "name", "unit": "tons" } } } }""", "account.values.balance: 'tons' is not one of the units")]
    [InlineData("""{ "source": "crm", "membership": { "groupId": "id", "eventTime": "at" } }""", "membership.groupKind is required.")]
    [InlineData("""{ "source": "crm", "customerLink": { "subscriberId": "id", "customerId": "nix", "eventTime": "at" } }""", "customerLink.customerId: the file has no column 'nix'")]
    [InlineData("""{ "source": "crm" }""", "nor has it customer, account")]
    public async Task A_mapping_that_does_not_fit_says_why_before_anything_is_sent(string mapping, string problem)
    {
        var folder = Directory.CreateTempSubdirectory("customergrains-tests-");
        var (csv, json) = (Path.Combine(folder.FullName, "c.csv"), Path.Combine(folder.FullName, "m.json"));
        System.IO.File.WriteAllText(csv, "id,at,name\n");
        System.IO.File.WriteAllText(json, mapping);
        var result = await Cli.RunAsync("import", csv, "-m", json, "-s", "http://127.0.0.1:9");
        folder.Delete(recursive: true);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(problem, result.Error, StringComparison.Ordinal);
    }

    /// <summary>A mapping's other parts decide nothing about records: a replay of the same file goes on where it was.</summary>
    [Fact]
    public void What_is_imported_does_not_change_what_is_replayed()
    {
        const string record = """ "record": { "recordType": { "constant": 0 }, "msisdn": "line", "startTime": "since" } """;
        Assert.Equal(MappingFile.Parse($"{{ {record} }}").CanonicalRecordText(), MappingFile.Parse(Mapping.Trim()[..^2].TrimEnd().TrimEnd(',') + "," + record + "}").CanonicalRecordText());
    }

    [Fact]
    public void Every_field_of_every_kind_can_be_mapped()
    {
        foreach (var kind in Enum.GetValues<PartyKind>().Where(static k => k != PartyKind.None))
        {
            var rules = PartyFields.Of(kind).ToList();
            var values = rules.ToDictionary(static r => PartyFields.NameOf(r.Field), static r => new FieldSpec { Column = PartyFields.NameOf(r.Field) });
            var mapping = new MappingFile { Source = "crm" };
            var texts = rules.Select(static r => r.Type switch
            {
                PartyValueType.Number or PartyValueType.Money => "1980",
                PartyValueType.Flag => "true",
                PartyValueType.Time => "2026-01-01T00:00:00Z",
                PartyValueType.Choice => r.Choices[0].Name,
                _ => "x",
            });
            using var row = CsvSource.FromText($"id,at,{string.Join(',', values.Keys)}\nc,2026-01-01,{string.Join(',', texts)}\n", mapping);
            var mapper = new PartyMapper(mapping, kind, new PartyMapping { Id = new FieldSpec { Column = "id" }, EventTime = new FieldSpec { Column = "at" }, Values = values }, row.Columns);
            Assert.True(row.Read());
            Assert.Equal(RowOutcome.Mapped, mapper.TryMap(row, out var described));
            Assert.Equal(rules.Select(static r => (int)r.Field).Order(), described.Attributes.Select(static a => (int)a.Field).Order());
        }
    }

    private static IEnumerable<string> Counts(JsonElement summary) => summary.GetProperty("targets").EnumerateArray().Select(static one =>
        $"{one.GetProperty("target")}: {one.GetProperty("rows")} rows, {one.GetProperty("filtered")} filtered, {one.GetProperty("unmapped")} unmapped, {one.GetProperty("done")} done, {one.GetProperty("known")} known, {one.GetProperty("refused")} refused");
}
