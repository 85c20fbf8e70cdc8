using System.Text.Json;

namespace CustomerGrains.Cli.Tests;

/// <summary><c>search</c> and <c>report</c> against a real server.</summary>
public sealed class SearchTests
{
    [Fact]
    public async Task Search_and_report_print_what_the_server_says_and_when_it_was_so()
    {
        await using var server = await TestServer.StartAsync();
        var none = await Cli.SucceedAsync("search", "value_class = HIGH", "--count", "--json", "--server", server.Address);
        Assert.Equal("", none.Out);
        Assert.StartsWith("as of ", none.Error, StringComparison.Ordinal);
        Assert.Contains(", 0 in all", none.Error, StringComparison.Ordinal);
        Assert.Contains("churn_probability", (await Cli.SucceedAsync("search", "--server", server.Address)).Out, StringComparison.Ordinal);
        Assert.Equal("region,churn_band,subscribers\r\n", (await Cli.SucceedAsync("report", "population", "region", "churn_band", "--server", server.Address)).Out);
        Assert.Equal("recency,frequency,monetary,subscribers\r\n", (await Cli.SucceedAsync("report", "rfm", "--server", server.Address)).Out);
        Assert.Equal("day,as_of,made_up\r\n", (await Cli.SucceedAsync("report", "days", "--server", server.Address)).Out);
        var json = (await Cli.SucceedAsync("report", "population", "region", "--json", "--server", server.Address)).Json;
        Assert.Equal(JsonValueKind.Array, json.GetProperty("counts").ValueKind);
    }

    [Fact]
    public async Task A_rollup_is_shown_with_its_members_as_text_and_as_json()
    {
        await using var server = await TestServer.StartAsync();
        using var client = new Client.CustomerGrainsClient(new Uri(server.Address));
        var time = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await client.Directory.RegisterSubscriberAsync(new V1.RegisterSubscriberRequest { SubscriberId = "s", ActivationTime = time, Plan = "p", RequestId = "r" });
        var link = new V1.Fact { EventTime = time, SourceSystem = "crm", CustomerLinked = new V1.CustomerLinked { CustomerId = "c [1]" } };
        await client.Facts.RecordFactsAsync(new V1.RecordFactsRequest { Facts = { new V1.FactInput { SubscriberId = "s", Fact = link } }, RequestId = "f" });

        var text = await Cli.SucceedAsync("rollup", "--customer", "c [1]", "--members", "5", "--server", server.Address);
        Assert.StartsWith("members     1  Active: 1", text.Out, StringComparison.Ordinal);
        Assert.Contains("subscriber", text.Out, StringComparison.Ordinal);
        Assert.StartsWith("as of ", text.Error, StringComparison.Ordinal);
        var json = (await Cli.SucceedAsync("rollup", "--customer", "c [1]", "--members", "5", "--json", "--server", server.Address)).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["1", "s"], [JsonDocument.Parse(json[0]).RootElement.GetProperty("members").GetString(), JsonDocument.Parse(json[1]).RootElement.GetProperty("subscriber_id").GetString()]);

        var nobody = await Cli.RunAsync("rollup", "--group", "c [1]", "--server", server.Address);
        Assert.Equal(1, nobody.ExitCode);
        Assert.Contains("NotFound: No line ever named the group 'c [1]'.", nobody.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Cli.RunAsync("rollup", "--server", server.Address)).ExitCode);
        Assert.Equal(2, (await Cli.RunAsync("rollup", "--group", "g", "--customer", "c", "--server", server.Address)).ExitCode);
    }

    [Fact]
    public async Task What_the_server_does_not_understand_is_one_sentence()
    {
        await using var server = await TestServer.StartAsync();
        var filter = await Cli.RunAsync("search", "value_clas = HIGH", "--server", server.Address);
        Assert.Equal(1, filter.ExitCode);
        Assert.Contains("InvalidArgument: filter at position 1: there is no field 'value_clas'. Known are", filter.Error, StringComparison.Ordinal);
        var day = await Cli.RunAsync("report", "movements", "region", "--from", "2020-01-01", "--server", server.Address);
        Assert.Contains("2020-01-01 is not among the days kept", day.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Cli.RunAsync("report", "movements", "region", "--server", server.Address)).ExitCode);
    }
}
