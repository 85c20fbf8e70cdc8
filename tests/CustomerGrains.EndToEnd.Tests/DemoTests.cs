using System.Text.RegularExpressions;
using CustomerGrains.EndToEnd.Tests.Support;

namespace CustomerGrains.EndToEnd.Tests;

public sealed partial class DemoTests
{
    [Fact]
    public async Task The_demo_reconciles_and_ends()
    {
        var (exitCode, output) = await CliProcess.RunAsync("demo", "--exit");

        Assert.True(exitCode == 0, output);
        var server = ServerLine().Match(output);
        Assert.True(server.Success, output);
        var numbers = server.Groups.Values.Skip(1).Select(g => long.Parse(g.Value, System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(numbers[0], numbers[1..].Sum());
        Assert.True(numbers[0] > 900_000, "The demo is about a month of 10,000 subscribers.");
        Assert.Contains("How they use: generated as (rows), the server says (columns)", output, StringComparison.Ordinal);
        Assert.Contains("10,000 of 10,000 subscribers asked with GetSubscriber: 10,000 have exactly what was generated for them", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_stops_cleanly_and_a_second_one_on_its_store_is_refused()
    {
        using var scratch = new Scratch();
        var directory = scratch.PathOf("store");
        using var server = await CliProcess.ServeAsync(directory, "http://127.0.0.1:0");

        var (exitCode, output) = await CliProcess.RunAsync("serve", "--data", directory, "--listen", "http://127.0.0.1:0");
        Assert.Equal(1, exitCode);
        Assert.Contains("in use", output, StringComparison.Ordinal);

        Assert.Equal(0, await server.TerminateAsync());
    }

    [GeneratedRegex(@"server: +received ([\d,]+) = applied ([\d,]+) \+ duplicate ([\d,]+) \+ conflict ([\d,]+) \+ rejected ([\d,]+)")]
    private static partial Regex ServerLine();
}
