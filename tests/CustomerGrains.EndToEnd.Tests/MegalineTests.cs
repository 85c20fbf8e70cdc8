using System.Globalization;
using System.Text.Json;
using CustomerGrains.EndToEnd.Tests.Support;

namespace CustomerGrains.EndToEnd.Tests;

/// <summary>A year of 500 subscribers of Megaline: 137,735 calls, 76,051 messages, 104,825 internet sessions.</summary>
public sealed class MegalineTests
{
    private const string Users = "megaline/users.csv";
    private const decimal Megabyte = 1_048_576;

    /// <summary>Three files, and how many records each has.</summary>
    private static readonly (string Name, int Records)[] Files = [("calls", 137_735), ("messages", 76_051), ("internet", 104_825)];

    [DataFact(Users)]
    public async Task Every_month_of_every_subscriber_is_what_the_files_say()
    {
        using var scratch = new Scratch();
        var address = Scratch.FreeAddress();
        using var server = await CliProcess.ServeAsync(scratch.PathOf("store"), address, "--clock", "stream", "--time-zone", "UTC", "--currency", "USD", "--plans", Mapping("plans"));
        var import = await CliProcess.RunJsonAsync("import", DataFactAttribute.Find(Users)!, "--mapping", Mapping("users"), "--server", address, "--json");
        Assert.Equal((500, 0), (import.GetProperty("registered").GetInt32(), import.GetProperty("refused").GetInt32()));
        foreach (var (name, records) in Files)
        {
            var replay = await CliProcess.RunJsonAsync("replay", Data(name), "--mapping", Mapping(name), "--server", address, "--json");
            Assert.Equal((records, records), (replay.GetProperty("received").GetInt32(), replay.GetProperty("applied").GetInt32()));
        }

        var users = Rows("users").ToDictionary(static user => user["user_id"]);
        var subscribers = await GetAllAsync(address, users.Keys);
        var expected = Count();
        Assert.Equal(2_293, expected.Count);
        Assert.Equal(expected, Shown(subscribers));
        foreach (var (user, subscriber) in subscribers) AssertAllowances(users[user]["tariff"], subscriber, expected.GetValueOrDefault((user, "2018-12")));
    }

    /// <summary>Rows shuffled, the three files at the same time, batches and streams of any number: three times, by seed.</summary>
    [DataFact(Users)]
    public async Task Any_order_batching_and_number_of_streams_gives_the_same_digest()
    {
        using var scratch = new Scratch();
        var inOrder = await DigestAsync(scratch.PathOf("in-order"), async address =>
        {
            foreach (var (name, _) in Files) await ReplayAsync(address, Data(name), name, "--batch", "1000");
        });
        for (var seed = 1; seed <= 3; seed++)
        {
            var random = new Random(seed);
            foreach (var (name, _) in Files) await ShuffleAsync(Data(name), scratch.PathOf(name + ".csv"), random);
            string[][] how = [.. Files.Select(_ => new[] { "--order", random.Next(2) == 0 ? "file" : "time", "--batch", Text(random.Next(1, 3_000)), "--streams", Text(random.Next(1, 9)), "--window", Text(random.Next(1, 33)) })];
            var digest = await DigestAsync(scratch.PathOf($"shuffled-{seed}"), address =>
                Task.WhenAll(Files.Select((file, index) => ReplayAsync(address, scratch.PathOf(file.Name + ".csv"), file.Name, how[index]))));
            Assert.True(inOrder == digest, $"Another digest with seed {seed}: {string.Join(" | ", how.Select(static options => string.Join(' ', options)))}");
        }
    }

    [DataFact(Users)]
    public void The_plans_shipped_are_those_of_the_file()
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip };
        var shipped = JsonDocument.Parse(File.ReadAllText(Mapping("plans")), options).RootElement.GetProperty("plans").EnumerateArray()
            .Select(static plan => (plan.GetProperty("id").GetString()!, plan.GetProperty("minutes").GetInt32(), plan.GetProperty("messages").GetInt32(), plan.GetProperty("megabytes").GetInt32()));
        Assert.Equal(Rows("plans").Select(static row => (row["plan_name"], int.Parse(row["minutes_included"], CultureInfo.InvariantCulture), int.Parse(row["messages_included"], CultureInfo.InvariantCulture), int.Parse(row["mb_per_month_included"], CultureInfo.InvariantCulture))), shipped);
    }

    /// <summary>What a user consumed in a month: begun minutes of each call, messages, octets.</summary>
    private sealed record Consumption(long Calls, long Minutes, long Messages, long Sessions, decimal Octets);

    /// <summary>From the lines of the files, with nothing of the program under test.</summary>
    private static Dictionary<(string User, string Month), Consumption> Count()
    {
        var months = new Dictionary<(string User, string Month), Consumption>();
        void Add(Dictionary<string, string> row, string date, Func<Consumption, Consumption> add)
        {
            var key = (row["user_id"], row[date][..7]);
            months[key] = add(months.GetValueOrDefault(key) ?? new Consumption(0, 0, 0, 0, 0));
        }

        foreach (var row in Rows("calls")) Add(row, "call_date", sum => sum with { Calls = sum.Calls + 1, Minutes = sum.Minutes + (long)decimal.Ceiling(Number(row["duration"])) });
        foreach (var row in Rows("messages")) Add(row, "message_date", static sum => sum with { Messages = sum.Messages + 1 });
        foreach (var row in Rows("internet"))
        {
            var octets = decimal.Round(Number(row["mb_used"]) * Megabyte, MidpointRounding.ToEven);
            Add(row, "session_date", sum => sum with { Sessions = sum.Sessions + 1, Octets = sum.Octets + octets });
        }

        return months;
    }

    /// <summary>The same as <c>get --json</c> has it.</summary>
    private static Dictionary<(string User, string Month), Consumption> Shown(Dictionary<string, JsonElement> subscribers)
    {
        var months = new Dictionary<(string User, string Month), Consumption>();
        foreach (var (user, subscriber) in subscribers)
        {
            foreach (var month in subscriber.GetProperty("months").EnumerateArray())
            {
                var services = month.GetProperty("services");
                long Of(string service, string member) => services.TryGetProperty(service, out var usage) ? usage.GetProperty(member).GetInt64() : 0;
                months.Add((user, month.GetProperty("month").GetString()!), new Consumption(
                    Of("voice", "count"), Of("voice", "billed_minutes"), Of("sms", "count"), Of("data", "count"), Of("data", "octets")));
            }
        }

        return months;
    }

    /// <summary>The server's business time is that of the last record: December is the current month, whoever used something in it.</summary>
    private static void AssertAllowances(string tariff, JsonElement subscriber, Consumption? december)
    {
        var (minutes, messages, megabytes) = tariff == "surf" ? (500, 50, 15_360) : (3_000, 1_000, 30_720);
        var used = december ?? new Consumption(0, 0, 0, 0, 0);
        Assert.Equal(tariff, subscriber.GetProperty("plan").GetString());
        Assert.Equal(
            [("voice", minutes, used.Minutes), ("sms", messages, used.Messages), ("data", (long)(megabytes * Megabyte), (long)used.Octets)],
            subscriber.GetProperty("allowances").EnumerateArray().Select(static use => (use.GetProperty("service").GetString()!, use.GetProperty("included").GetInt64(), use.GetProperty("used").GetInt64())));
    }

    /// <summary>Of a fresh store that has the users, and whatever is replayed.</summary>
    private static async Task<string> DigestAsync(string directory, Func<string, Task> replay)
    {
        var address = Scratch.FreeAddress();
        using var server = await CliProcess.ServeAsync(directory, address, "--clock", "stream");
        await CliProcess.RunJsonAsync("import", DataFactAttribute.Find(Users)!, "--mapping", Mapping("users"), "--server", address, "--json");
        await replay(address);
        var digest = await CliProcess.RunJsonAsync("digest", "--full", "--server", address, "--json");
        return digest.GetProperty("digest").GetString()!;
    }

    private static async Task ReplayAsync(string address, string file, string name, params string[] options)
    {
        var replay = await CliProcess.RunJsonAsync(["replay", file, "--mapping", Mapping(name), "--server", address, "--json", .. options]);
        Assert.Equal(Files.Single(one => one.Name == name).Records, replay.GetProperty("applied").GetInt32());
    }

    private static async Task ShuffleAsync(string file, string to, Random random)
    {
        var lines = await File.ReadAllLinesAsync(file);
        random.Shuffle(lines.AsSpan(1));
        await File.WriteAllLinesAsync(to, lines);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<Dictionary<string, JsonElement>> GetAllAsync(string address, IEnumerable<string> users)
    {
        var (exitCode, output) = await CliProcess.RunAsync(["get", .. users.Select(static user => "megaline-" + user), "--server", address, "--json"]);
        Assert.True(exitCode == 0, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(static subscriber => subscriber.GetProperty("subscriber_id").GetString()!["megaline-".Length..]);
    }

    /// <summary>A file's rows by column. Quoted cells (users' cities) may hold commas, and nothing else that is special.</summary>
    private static IEnumerable<Dictionary<string, string>> Rows(string name)
    {
        var lines = File.ReadLines(Data(name));
        string[]? columns = null;
        foreach (var line in lines)
        {
            var cells = string.Concat(line.Split('"').Select(static (part, index) => index % 2 == 0 ? part.Replace(',', '\n') : part)).Split('\n');
            if (columns is null) columns = cells;
            else yield return columns.Zip(cells).ToDictionary(static pair => pair.First, static pair => pair.Second);
        }
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Data(string name) => DataFactAttribute.Find($"megaline/{name}.csv")!;

    private static string Mapping(string name) => Path.Combine(AppContext.BaseDirectory, "Mappings", $"megaline-{name}.json");
}
