namespace CustomerGrains.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("demo")]
    [InlineData("serve")]
    [InlineData("generate")]
    [InlineData("import")]
    [InlineData("replay")]
    [InlineData("get")]
    [InlineData("find")]
    [InlineData("policy")]
    [InlineData("policy", "get")]
    [InlineData("policy", "list")]
    [InlineData("policy", "validate")]
    [InlineData("policy", "diff")]
    [InlineData("policy", "put")]
    [InlineData("policy", "activate")]
    [InlineData("model", "get")]
    [InlineData("facts", "record")]
    [InlineData("facts", "list")]
    [InlineData("watch")]
    [InlineData("digest")]
    [InlineData("bench", "path")]
    [InlineData("bench", "encode")]
    public async Task Every_command_has_help_with_examples(params string[] command)
    {
        var help = await Cli.SucceedAsync([.. command, "--help"]);
        Assert.Contains("Example", help.Out, StringComparison.Ordinal);
        Assert.Contains($"customergrains {string.Join(' ', command)}", help.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fit_is_not_measured_on_what_it_was_fitted_on()
    {
        var result = await Cli.RunAsync("fit", "--from-generator", "--seeds", "1", "2", "--held-out", "2");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("2 in common", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Required argument", "replay", "--mapping", "x")]
    [InlineData("--mapping", "replay", "file")]
    [InlineData("--mapping is for CSV", "replay", "file.ndjson", "--mapping", "x")]
    [InlineData("--mapping is for CSV", "replay", "file", "--format", "ndjson", "--mapping", "x")]
    [InlineData("at most 64", "replay", "file", "--mapping", "x", "--streams", "65")]
    [InlineData("at most 10,000", "replay", "file", "--mapping", "x", "--batch", "10001")]
    [InlineData("not an address", "digest", "--server", "nonsense")]
    [InlineData("at least 1", "replay", "file", "--mapping", "x", "--batch", "0")]
    [InlineData("--speed is", "replay", "file", "--mapping", "x", "--speed", "fast")]
    [InlineData("and not both", "get")]
    [InlineData("and not both", "get", "id", "--msisdn", "1")]
    [InlineData("goes with --msisdn", "get", "id", "--at", "2026-03-01")]
    [InlineData("not a time", "get", "--msisdn", "1", "--at", "noon")]
    [InlineData("not a time", "find", "8613800000001", "--at", "noon")]
    [InlineData("Required argument", "find")]
    [InlineData("and not both", "watch")]
    [InlineData("and not both", "watch", "--subscriber", "s", "--msisdn", "1")]
    [InlineData("at least 1", "watch", "--subscriber", "s", "--count", "0")]
    [InlineData("--out", "generate")]
    [InlineData("at least 1", "generate", "--out", "x", "--days", "0")]
    [InlineData("not an address", "bench", "path", "--server", "nonsense")]
    [InlineData("Required argument", "policy", "activate")]
    [InlineData("-1", "policy", "get", "-1")]
    [InlineData("Required argument", "model", "put")]
    [InlineData("Required argument", "policy", "diff")]
    [InlineData("--held-out", "fit", "--from-generator", "--held-out")]
    [InlineData("--seeds", "fit", "--from-generator", "--seeds")]
    [InlineData("frobnicate", "frobnicate")]
    public async Task Wrong_usage_exits_with_2_and_says_what_to_do(string message, params string[] args)
    {
        var result = await Cli.RunAsync(args);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Contains("--help", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_one_sentence()
    {
        var result = await Cli.RunAsync("digest", "--server", "http://127.0.0.1:1");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Cannot reach the server", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_full_path_is_measured_and_reconciles()
    {
        await using var server = await TestServer.StartAsync();
        var bench = await Cli.SucceedAsync("bench", "path", "--seconds", "1", "--subscribers", "500", "--json", "--server", server.Address);
        Assert.True(bench.Json.GetProperty("records").GetInt64() > 0);
        Assert.Equal(0, bench.Json.GetProperty("problems").GetArrayLength());
        Assert.Contains("fdatasync", bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_wrong_usage()
    {
        var result = await Cli.RunAsync("replay", "/nowhere/calls.csv", "--mapping", "/nowhere/map.json");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Cannot read the mapping /nowhere/map.json", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_reconciles()
    {
        var demo = await Cli.SucceedAsync("demo", "--exit", "--subscribers", "400", "--days", "29", "--records-per-day", "4000");
        Assert.Contains("Reconciled: nothing lost, nothing twice.", demo.Out, StringComparison.Ordinal);
        Assert.Matches(@"rejected number_not_held: \d+, nobody held .*; the latest: \d{8}-\d{8} of 86139\d{8}, batch \d+ of 2026-03-\d\d", demo.Out);
        Assert.Matches(@"rejected invalid_quantity: \d+, a duration .*; the latest: \d{8}-\d{8} of 8613\d{9} of 4,294,967,295 s, batch", demo.Out);
        Assert.Contains("Top consumers", demo.Out, StringComparison.Ordinal);
        Assert.Matches(@"↑ +s-\d{8} .* \+\d+ % +[-0-9]+ [0-9:]+ +growing", demo.Out);
        Assert.Matches(@"↓ +s-\d{8} .* -\d+ % +[-0-9]+ [0-9:]+ +(fading|leaving)", demo.Out);
        Assert.Contains("400 of 400 subscribers asked with GetSubscriber: 400 have exactly", demo.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_wants_a_fresh_folder()
    {
        var folder = Directory.CreateTempSubdirectory("customergrains-tests-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "x"), "");
            var demo = await Cli.RunAsync("demo", "--exit", "--data", folder.FullName);
            Assert.Equal(2, demo.ExitCode);
            Assert.Contains("is not empty", demo.Error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
