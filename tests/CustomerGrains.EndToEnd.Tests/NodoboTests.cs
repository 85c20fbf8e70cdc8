using System.Globalization;
using System.Text.Json;
using CustomerGrains.EndToEnd.Tests.Support;

namespace CustomerGrains.EndToEnd.Tests;

/// <summary>Real calls: 27 students over six months, 31 of them dated 1980 by a phone whose clock was not set.</summary>
public sealed class NodoboTests
{
    private const string Calls = "nodobo/calls.csv";
    private const int Users = 27;

    [DataFact(Calls)]
    public async Task Real_calls_count_exactly_once_whatever_their_order()
    {
        var file = DataFactAttribute.Find(Calls)!;
        using var scratch = new Scratch();
        string digest;
        {
            using var server = await ServeAsync(scratch.PathOf("ordered"));
            await ImportAsync(server.Address, file);

            var replay = await CliProcess.RunJsonAsync("replay", file, "--mapping", Mapping, "--server", server.Address, "--json");
            AssertCounts(replay, received: 13_035, applied: 13_004, rejected: 31, replayed: 0);
            Assert.Equal(31, replay.GetProperty("reasons").GetProperty("number_not_held").GetInt64());
            await AssertEveryDayAsync(server.Address, file);

            var again = await CliProcess.RunJsonAsync("replay", file, "--mapping", Mapping, "--server", server.Address, "--json");
            Assert.Equal(13_035, again.GetProperty("replayed").GetInt64());
            Assert.Equal(13_035, again.GetProperty("source_total").GetProperty("received").GetInt64());
            await AssertEveryDayAsync(server.Address, file);
            digest = await DigestAsync(server.Address);
        }

        var shuffled = scratch.PathOf("shuffled.csv");
        var lines = await File.ReadAllLinesAsync(file);
        var rows = lines[1..];
        new Random(7).Shuffle(rows);
        await File.WriteAllLinesAsync(shuffled, [lines[0], .. rows]);
        using var other = await ServeAsync(scratch.PathOf("shuffled"));
        await ImportAsync(other.Address, file);
        var unordered = await CliProcess.RunJsonAsync("replay", shuffled, "--mapping", Mapping, "--server", other.Address, "--order", "file", "--batch", "100", "--json");
        AssertCounts(unordered, received: 13_035, applied: 13_004, rejected: 31, replayed: 0);
        Assert.Equal(digest, await DigestAsync(other.Address));
    }

    private static string Mapping => Path.Combine(AppContext.BaseDirectory, "Mappings", "nodobo.json");

    private sealed record Server(CliProcess Process, string Address) : IDisposable
    {
        public void Dispose() => Process.Dispose();
    }

    private static async Task<Server> ServeAsync(string directory)
    {
        var address = Scratch.FreeAddress();
        return new Server(await CliProcess.ServeAsync(directory, address, "--clock", "stream", "--time-zone", "Europe/London", "--day-window", "200"), address);
    }

    private static async Task ImportAsync(string address, string file)
    {
        var (exitCode, output) = await CliProcess.RunAsync("import", file, "--mapping", Mapping, "--distinct", "--server", address);
        Assert.True(exitCode == 0, output);
    }

    private static void AssertCounts(JsonElement summary, long received, long applied, long rejected, long replayed)
    {
        Assert.Equal(received, summary.GetProperty("received").GetInt64());
        Assert.Equal(applied, summary.GetProperty("applied").GetInt64());
        Assert.Equal(rejected, summary.GetProperty("rejected").GetInt64());
        Assert.Equal(replayed, summary.GetProperty("replayed").GetInt64());
        Assert.Equal(0, summary.GetProperty("duplicate").GetInt64() + summary.GetProperty("conflict").GetInt64());
    }

    private static async Task<string> DigestAsync(string address)
    {
        var digest = await CliProcess.RunJsonAsync("digest", "--full", "--server", address, "--json");
        Assert.Equal(2 * Users, digest.GetProperty("entities").GetInt64());
        return digest.GetProperty("digest").GetString()!;
    }

    /// <summary>Every subscriber's calls and seconds of every day, in and out, against a count of the file's lines.</summary>
    private static async Task AssertEveryDayAsync(string address, string file)
    {
        var expected = Count(file);
        Assert.Equal(Users, expected.Keys.Select(k => k.User).Distinct().Count());
        foreach (var user in expected.GroupBy(e => e.Key.User))
        {
            var subscriber = await CliProcess.RunJsonAsync("get", "nodobo-" + user.Key, "--server", address, "--json");
            var actual = new Dictionary<(string User, string Day, string Direction), (long Calls, long Seconds)>();
            foreach (var day in subscriber.GetProperty("days").EnumerateArray())
            {
                foreach (var direction in day.GetProperty("services").GetProperty("voice").EnumerateObject().Where(d => d.Name is "outgoing" or "incoming" && d.Value.GetProperty("count").GetInt64() > 0))
                    actual[(user.Key, day.GetProperty("day").GetString()!, direction.Name)] =
                        (direction.Value.GetProperty("count").GetInt64(), direction.Value.GetProperty("duration_seconds").GetInt64());
            }
            Assert.Equal(user.ToDictionary(), actual);
        }
    }

    private static Dictionary<(string User, string Day, string Direction), (long Calls, long Seconds)> Count(string file)
    {
        var london = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");
        var counts = new Dictionary<(string User, string Day, string Direction), (long Calls, long Seconds)>();
        foreach (var line in File.ReadLines(file).Skip(1))
        {
            var cells = line.Split(',');
            var time = DateTimeOffset.Parse(cells[0], CultureInfo.InvariantCulture);
            if (time.Year == 1980) continue;
            var day = TimeZoneInfo.ConvertTime(time, london).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var key = (cells[1], day, cells[3] == "Outgoing" ? "outgoing" : "incoming");
            var (calls, seconds) = counts.GetValueOrDefault(key);
            counts[key] = (calls + 1, seconds + long.Parse(cells[4], CultureInfo.InvariantCulture));
        }
        return counts;
    }
}
