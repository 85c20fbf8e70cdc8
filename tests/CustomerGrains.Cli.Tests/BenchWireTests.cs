namespace CustomerGrains.Cli.Tests;

public sealed class BenchWireTests
{
    [Fact]
    public async Task Bench_wire_measures_calls_and_bytes()
    {
        var json = (await Cli.SucceedAsync("bench", "wire", "--seconds", "1", "--callers", "4", "--json")).Json;
        var here = json.GetProperty("here");
        foreach (var figure in new[] { "unary_alone", "unary", "unary_bytes_allocated", "echo_mb", "take_mb" }) Assert.InRange(here.GetProperty(figure).GetDouble(), 1, double.MaxValue);
        Assert.False(json.TryGetProperty("node", out _));
    }

    [Fact]
    public async Task Bench_wire_says_what_to_install_when_grpc_js_is_missing()
    {
        var missing = await Cli.RunAsync("bench", "wire", "--node", Path.GetTempPath());
        Assert.Equal(CliException.Usage, missing.ExitCode);
        Assert.Contains("npm ci --prefix protos/samples/node", missing.Error, StringComparison.Ordinal);
    }
}
