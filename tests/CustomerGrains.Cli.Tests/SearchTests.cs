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
