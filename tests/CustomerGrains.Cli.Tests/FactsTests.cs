namespace CustomerGrains.Cli.Tests;

public sealed class FactsTests
{
    private const string Bill = """{"subscriber_id":"s-1","fact":{"event_time":"2026-03-01T08:00:00Z","source_system":"billing","id":"b-1","bill_issued":{"month":"2026-02","gross_micros":120000000,"net_micros":"99000000"}}}""";

    [Fact]
    public async Task Facts_of_a_file_are_recorded_once_and_listed()
    {
        await using var server = await TestServer.StartAsync();
        var subscribers = server.File("subscribers.csv", "id,since\ns-1,2025-01-01T00:00:00Z\n");
        var mapping = server.File("mapping.json", """{ "subscriber": { "subscriberId": "id", "activationTime": "since" } }""");
        await Cli.SucceedAsync("import", subscribers, "--mapping", mapping, "--server", server.Address);
        var file = server.File("facts.ndjson", Bill + "\n\n" + Bill.Replace("s-1", "s-9", StringComparison.Ordinal) + "\n");

        var first = await Cli.RunAsync("facts", "record", file, "--server", server.Address, "--json");
        Assert.Equal(1, first.ExitCode);
        Assert.Equal("line 3: Rejected, NotRegistered", first.Error.Trim());
        Assert.Equal((2, 1, 1), (first.Json.GetProperty("facts").GetInt32(), first.Json.GetProperty("applied").GetInt32(), first.Json.GetProperty("rejected").GetInt32()));
        Assert.Equal(first, await Cli.RunAsync("facts", "record", file, "--server", server.Address, "--json"));

        var listed = await Cli.SucceedAsync("facts", "list", "--subscriber", "s-1", "--kind", "bill_issued", "--server", server.Address);
        Assert.Equal("2026-02", listed.Json.GetProperty("fact").GetProperty("bill_issued").GetProperty("month").GetString());
        var again = await Cli.SucceedAsync("facts", "record", server.File("one.ndjson", Bill), "--server", server.Address);
        Assert.Equal("1 facts: 0 applied, 1 duplicate, 0 conflict, 0 rejected", again.Out.Trim());
    }

    [Fact]
    public async Task A_file_of_events_may_hold_facts_among_usage()
    {
        await using var server = await TestServer.StartAsync();
        var subscribers = server.File("subscribers.csv", "id,since,number\ns-1,2025-01-01T00:00:00Z,8613800000001\n");
        var mapping = server.File("mapping.json", """{ "subscriber": { "subscriberId": "id", "activationTime": "since", "msisdns": ["number"] } }""");
        await Cli.SucceedAsync("import", subscribers, "--mapping", mapping, "--server", server.Address);
        var events = server.File("events.ndjson", string.Join('\n', [
            Event("e-1", """ "recordType":0,"durationSeconds":"61" """),
            Event("e-2", """ "fact":{"sourceSystem":"finance","paymentReceived":{"amountMicros":"5000000"}} """)]));
        var replayed = await Cli.SucceedAsync("replay", events, "--server", server.Address, "--json");
        Assert.Equal(2, replayed.Json.GetProperty("applied").GetInt32());
        var listed = await Cli.SucceedAsync("facts", "list", "--subscriber", "s-1", "--server", server.Address);
        Assert.Equal("e-2", listed.Json.GetProperty("fact").GetProperty("id").GetString());

        static string Event(string id, string data) =>
            $$"""{"specversion":"1.0","id":"{{id}}","source":"finance","type":"customergrains.v1.UsageRecord","data":{"msisdn":"8613800000001","startTime":"2026-03-01T08:00:00Z",{{data.Trim()}} } }""";
    }

    [Theory]
    [InlineData("{", "Line 1 is not a fact")]
    [InlineData("""{"subscriber":"s-1"}""", "Line 1 is not a fact")]
    [InlineData("""{"subscriber_id":"s-1","fact":{"event_time":"2026-03-01T08:00:00Z","source_system":"x"}}""", "facts[0].fact.fact")]
    public async Task A_line_that_is_no_fact_is_named(string line, string message)
    {
        await using var server = await TestServer.StartAsync();
        var result = await Cli.RunAsync("facts", "record", server.File("facts.ndjson", line), "--server", server.Address);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }
}
