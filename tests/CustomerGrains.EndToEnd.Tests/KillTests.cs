using System.Globalization;
using System.Text;
using CustomerGrains.EndToEnd.Tests.Support;
using Xunit.Abstractions;

namespace CustomerGrains.EndToEnd.Tests;

/// <summary>Invariants 1 to 5 and 7, with real processes and kill -9.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Subscribers = 300;
    private const int Records = 60_000;
    private const int Kills = 20;
    private const int Seed = 20260101;

    private const string Mapping = """
        {
          "source": "kill-test",
          "record": {
            "id": { "template": "{row}" },
            "recordType": { "constant": "moCall" },
            "msisdn": "msisdn",
            "startTime": { "column": "time", "format": "unix" },
            "durationSeconds": { "column": "seconds", "unit": "seconds" }
          },
          "subscriber": {
            "subscriberId": { "template": "k-{msisdn}" },
            "activationTime": { "constant": "2025-01-01T00:00:00Z" },
            "msisdns": ["msisdn"]
          }
        }
        """;

    [Fact]
    public async Task A_replay_through_twenty_kills_comes_to_the_same_as_one_without()
    {
        using var scratch = new Scratch();
        var mapping = scratch.PathOf("mapping.json");
        await File.WriteAllTextAsync(mapping, Mapping);
        var file = scratch.PathOf("calls.csv");
        await File.WriteAllTextAsync(file, Calls());

        var undisturbed = await ReplayAsync(scratch.PathOf("undisturbed"), file, mapping, kills: 0);
        var killed = await ReplayAsync(scratch.PathOf("killed"), file, mapping, Kills);

        Assert.Equal(undisturbed, killed);
    }

    /// <returns>The digest, which has every subscriber's usage in it.</returns>
    private async Task<string> ReplayAsync(string directory, string file, string mapping, int kills)
    {
        var random = new Random(Seed);
        var address = Scratch.FreeAddress();
        // Small segments and frequent checkpoints: most kills hit one or the other.
        string[] options = ["--clock", "stream", "--segment-megabytes", "1", "--checkpoint-seconds", "1"];
        var server = await CliProcess.ServeAsync(directory, address, options);
        try
        {
            var (imported, importOutput) = await CliProcess.RunAsync("import", file, "--mapping", mapping, "--distinct", "--server", address);
            Assert.True(imported == 0, importOutput);
            using var replay = CliProcess.Start("replay", file, "--mapping", mapping, "--server", address, "--batch", "20", "--window", "1", "--json", "--progress");
            await replay.UntilAsync("acknowledged");
            var done = 0;
            for (; done < kills && !replay.HasExited; done++)
            {
                var pause = TimeSpan.FromMilliseconds(random.Next(50, 600));
                await Task.WhenAny(replay.ExitAsync(), Task.Delay(pause));
                server.Kill();
                server.Dispose();
                server = await CliProcess.ServeAsync(directory, address, options);
            }
            var exitCode = await replay.ExitAsync();
            Assert.True(exitCode == 0, replay.Output);
            output.WriteLine($"{done} kills; the client's ledger:\n{replay.StandardOutput}");
            Assert.Equal(kills, done);

            var summary = System.Text.Json.JsonDocument.Parse(replay.StandardOutput).RootElement;
            var total = summary.GetProperty("source_total");
            Assert.Equal(Records, total.GetProperty("received").GetInt64());
            Assert.Equal(Records, total.GetProperty("applied").GetInt64());
            var digest = await CliProcess.RunJsonAsync("digest", "--full", "--server", address, "--json");
            Assert.Equal(2 * Subscribers, digest.GetProperty("entities").GetInt64());
            Assert.Equal(0, await server.TerminateAsync());
            return digest.GetProperty("digest").GetString()!;
        }
        finally
        {
            server.Dispose();
        }
    }

    private static string Calls()
    {
        var random = new Random(Seed);
        var csv = new StringBuilder("msisdn,time,seconds\n");
        var time = 1_767_225_600L;
        for (var i = 0; i < Records; i++)
        {
            var subscriber = i < Subscribers ? i : random.Next(Subscribers);
            csv.Append(CultureInfo.InvariantCulture, $"{8613900000000 + subscriber},{time += random.Next(60)},{random.Next(1, 600)}\n");
        }
        return csv.ToString();
    }
}
