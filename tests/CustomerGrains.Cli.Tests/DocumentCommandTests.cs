namespace CustomerGrains.Cli.Tests;

public sealed class DocumentCommandTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_policy_is_printed_edited_checked_compared_put_activated_and_listed()
    {
        var printed = (await SucceedAsync("policy", "get")).Out;
        var mine = _server.File("mine.json", "// ours\n" + printed.Replace("\"highFromMicros\": 100000000", "\"highFromMicros\": 120000000", StringComparison.Ordinal));

        Assert.Equal("Nothing is wrong with it.", (await SucceedAsync("policy", "validate", mine)).Error.Trim());
        Assert.Equal("value.highFromMicros: 100000000 > 120000000", (await SucceedAsync("policy", "diff", mine)).Out.Trim());
        Assert.Equal("1", (await SucceedAsync("policy", "put", mine, "--reason", "dear country", "--actor", "planning")).Out.Trim());
        Assert.Equal(printed, (await SucceedAsync("policy", "get")).Out);

        Assert.Equal("Version 1 is in force.", (await SucceedAsync("policy", "activate", "1", "--expect", "0")).Out.Trim());
        Assert.Equal("They say the same.", (await SucceedAsync("policy", "diff", mine)).Error.Trim());
        var differences = (await SucceedAsync("policy", "diff", "1", "0", "--json")).Json;
        Assert.Equal(("value.highFromMicros", "120000000", "100000000"), (differences[0].GetProperty("path").GetString(), differences[0].GetProperty("before").GetString(), differences[0].GetProperty("after").GetString()));

        var list = (await SucceedAsync("policy", "list", "--json")).Json;
        Assert.Equal([1, 0], list.EnumerateArray().Select(v => v.GetProperty("version").GetInt32()));
        Assert.Equal(("planning", "dear country", true), (list[0].GetProperty("actor").GetString(), list[0].GetProperty("reason").GetString(), list[0].GetProperty("active").GetBoolean()));
        var table = (await SucceedAsync("policy", "list")).Out;
        Assert.Contains("dear country", table, StringComparison.Ordinal);
        Assert.Contains("built in", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_says_which_rules_are_in_force_and_who_is_left()
    {
        Assert.Equal(["In force: policy 0, model 0, since the beginning.", "All 0 subscribers follow."], (await SucceedAsync("policy", "status", "--wait")).Out.Trim().Split(Environment.NewLine));
        var mine = _server.File("mine.json", "{}");
        await SucceedAsync("policy", "put", mine, "--activate");
        var status = (await SucceedAsync("model", "status", "--json")).Json;
        Assert.Equal(("1.0", 1, 0, 0), (status.GetProperty("rules").GetString(), status.GetProperty("policy_version").GetInt32(), status.GetProperty("model_version").GetInt32(), status.GetProperty("left").GetInt32()));
        Assert.StartsWith("In force: policy 1, model 0, since 20", (await SucceedAsync("policy", "status")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_a_document_is_said_line_by_line_and_nothing_is_kept()
    {
        var wrong = _server.File("wrong.json", """{ "value": { "monthsAveraged": 0 }, "credit": { "redFrom": 10 } }""");

        var validated = await RunAsync("policy", "validate", wrong);
        Assert.Equal(1, validated.ExitCode);
        Assert.Equal(["value.monthsAveraged", "credit.redFrom"], validated.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(':')[0]));

        var put = await RunAsync("policy", "put", wrong, "--activate");
        Assert.Equal((1, ""), (put.ExitCode, put.Out));
        Assert.Contains("credit.redFrom", put.Error, StringComparison.Ordinal);
        Assert.Contains("2 problems", put.Error, StringComparison.Ordinal);
        Assert.Single((await SucceedAsync("policy", "list", "--json")).Json.EnumerateArray());
    }

    [Fact]
    public async Task What_is_not_there_is_one_sentence()
    {
        var version = await RunAsync("model", "get", "7");
        Assert.Equal(1, version.ExitCode);
        Assert.Contains("There is no version 7", version.Error, StringComparison.Ordinal);
        var file = await RunAsync("policy", "put", "/no/such/file.json");
        Assert.Equal(2, file.ExitCode);
        Assert.Contains("/no/such/file.json", file.Error, StringComparison.Ordinal);
        var other = await RunAsync("model", "activate", "0", "--expect", "3");
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("version 0 is in force", other.Error, StringComparison.Ordinal);
        var text = await RunAsync("model", "activate", "0", "--reason", "为什么");
        Assert.Equal(2, text.ExitCode);
        Assert.Contains("ASCII", text.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_goes_the_same_way()
    {
        var mine = _server.File("mine.json", (await SucceedAsync("model", "get", "0")).Out.Replace("\"generator-1\"", "\"ours-1\"", StringComparison.Ordinal));

        var put = (await SucceedAsync("model", "put", mine, "--activate", "--json")).Json;

        Assert.Equal((1, true, "ours-1"), (put.GetProperty("version").GetInt32(), put.GetProperty("active").GetBoolean(), put.GetProperty("title").GetString()));
        Assert.Equal("id: \"generator-1\" > \"ours-1\"", (await SucceedAsync("model", "diff", "0", "1")).Out.Trim());
        Assert.Contains("fitted", (await SucceedAsync("model", "list")).Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    private Task<Cli> SucceedAsync(params string[] args) => Cli.SucceedAsync([.. args, "--server", _server.Address]);

    private Task<Cli> RunAsync(params string[] args) => Cli.RunAsync([.. args, "--server", _server.Address]);
}
