using System.Globalization;
using System.Text;
using CustomerGrains.Cli.Mapping;
using CustomerGrains.Cli.Replay;
using CustomerGrains.Cli.Replay.Files;
using CustomerGrains.Cli.Replay.Ordering;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Tests.Replay;

/// <summary>Import, replay and get against a real server, all over gRPC.</summary>
public sealed class ReplayTests : IAsyncLifetime
{
    private const string NodoboCalls = "nodobo/calls.csv";

    private const string Mapping = """
        {
          "source": "switch",
          "numberingPlan": { "countryCode": "44", "trunkPrefix": "0" },
          "record": {
            "id": { "template": "{user}-{row}" }, "recordType": { "column": "kind", "values": { "out": "moCall", "in": "mtCall" } },
            "msisdn": "user", "otherParty": "other", "startTime": "at", "durationSeconds": "s"
          },
          "subscriber": { "subscriberId": { "template": "u{user}" }, "activationTime": { "constant": "2010-09-01T00:00:00Z" }, "msisdns": ["user"], "brand": { "constant": "b" } }
        }
        """;

    private TestServer _server = null!;
    private string _mapping = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _mapping = _server.File("map.json", Mapping);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_file_is_counted_once_however_often_it_is_replayed()
    {
        var file = _server.File("calls.csv", Calls(5_000));
        await Cli.SucceedAsync("import", file, "-m", _mapping, "--distinct", "-s", _server.Address);
        var first = (await Cli.SucceedAsync("replay", file, "-m", _mapping, "-s", _server.Address, "--json", "--batch", "300")).Json;
        Assert.Equal((5_000, 5_000, 0, "switch"), (first.GetProperty("received").GetInt32(), first.GetProperty("applied").GetInt32(), first.GetProperty("replayed").GetInt32(), first.GetProperty("source").GetString()));
        await _server.RestartAsync();
        var again = (await Cli.SucceedAsync("replay", file, "-m", _mapping, "-s", _server.Address, "--json", "--batch", "300")).Json;
        Assert.Equal((0, 5_000), (again.GetProperty("received").GetInt32(), again.GetProperty("replayed").GetInt32()));
        var named = (await Cli.SucceedAsync("replay", file, "-m", _mapping, "-s", _server.Address, "--json", "--stream", "other", "--order", "file")).Json;
        Assert.Equal((5_000, 5_000), (named.GetProperty("received").GetInt32(), named.GetProperty("duplicate").GetInt32()));
    }

    [Fact]
    public async Task A_cut_replay_goes_on_where_it_stopped()
    {
        var file = _server.File("calls.csv", Calls(2_000));
        await Cli.SucceedAsync("import", file, "-m", _mapping, "--distinct", "-s", _server.Address);
        await PublishFirstBatchesAsync(file, new ReplayOptions { File = file, Mapping = _mapping, Batch = 100 }, batches: 7);
        var rest = (await Cli.SucceedAsync("replay", file, "-m", _mapping, "-s", _server.Address, "--json", "--batch", "100")).Json;
        Assert.Equal((700, 1_300, 1_300), (rest.GetProperty("replayed").GetInt32(), rest.GetProperty("received").GetInt32(), rest.GetProperty("applied").GetInt32()));
        Assert.Equal(2_000, rest.GetProperty("source_total").GetProperty("applied").GetInt32());
    }

    [Fact]
    public async Task Rejected_records_are_named_by_line_and_are_no_failure()
    {
        var file = _server.File("calls.csv", "user,other,at,kind,s\n07806391587,452,2010-10-01T10:00:00Z,out,5\n07806391588,452,2010-10-01T10:00:00Z,out,5\n");
        var one = _server.File("one.csv", "user,other,at,kind,s\n07806391587,,,,\n");
        await Cli.SucceedAsync("import", one, "-m", _mapping, "-s", _server.Address);
        var text = await Cli.SucceedAsync("replay", file, "-m", _mapping, "-s", _server.Address);
        Assert.Contains("received 2 = applied 1 + duplicate 0 + conflict 0 + rejected 1", text.Out, StringComparison.Ordinal);
        Assert.Contains("rejected number_not_held: 1, first on line 3", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_replay_in_several_streams_goes_on_where_each_stopped()
    {
        var file = _server.File("calls.csv", Calls(2_000));
        await Cli.SucceedAsync("import", file, "-m", _mapping, "--distinct", "-s", _server.Address);
        await PublishFirstBatchesAsync(file, new ReplayOptions { File = file, Mapping = _mapping, Batch = 50, Streams = 3 }, batches: 5);
        var rest = (await Cli.SucceedAsync("replay", file, "-m", _mapping, "-s", _server.Address, "--json", "--batch", "50", "--streams", "3")).Json;
        Assert.Equal((250, 1_750, 1_750, 3), (rest.GetProperty("replayed").GetInt32(), rest.GetProperty("received").GetInt32(), rest.GetProperty("applied").GetInt32(), rest.GetProperty("streams").GetInt32()));
        Assert.Equal(2_000, rest.GetProperty("source_total").GetProperty("applied").GetInt32());
        Assert.True(rest.GetProperty("reconciled").GetBoolean());
        var again = (await Cli.SucceedAsync("replay", file, "-m", _mapping, "-s", _server.Address, "--json", "--batch", "50", "--streams", "3")).Json;
        Assert.Equal((2_000, 0), (again.GetProperty("replayed").GetInt32(), again.GetProperty("received").GetInt32()));
    }

    [Fact]
    public async Task Events_are_replayed_without_a_mapping()
    {
        var file = _server.File("calls.csv", "user,other,at,kind,s\n07806391587,452,2010-10-01T10:00:00Z,out,5\n");
        await Cli.SucceedAsync("import", file, "-m", _mapping, "-s", _server.Address);
        var events = _server.File("calls.ndjson", """
            {"specversion":"1.0","id":"b","source":"/switch/7","type":"customergrains.v1.UsageRecord","data":{"recordType":0,"msisdn":"447806391587","startTime":"2010-10-01T11:00:00+01:00","durationSeconds":"61"}}
            {"specversion":"1.0","id":"x","source":"/switch/7","type":"com.example.heartbeat","data":{}}
            {"specversion":"1.0","id":"a","source":"/switch/7","type":"customergrains.v1.UsageRecord","data":{"recordType":0,"msisdn":"447806391587","startTime":"2010-10-01T09:00:00Z","durationSeconds":1}}
            {"specversion":"1.0","id":"c","source":"/switch/7","type":"customergrains.v1.UsageRecord","data":{"recordType":0,"msisdn":"440000000000","startTime":"2010-10-01T10:30:00Z"}}

            """);
        var replay = await Cli.SucceedAsync("replay", events, "-s", _server.Address, "--json");
        Assert.Equal(
            ("calls", 4, 1, 3, 2, 1),
            (replay.Json.GetProperty("source").GetString(), replay.Json.GetProperty("rows").GetInt32(), replay.Json.GetProperty("filtered").GetInt32(), replay.Json.GetProperty("received").GetInt32(), replay.Json.GetProperty("applied").GetInt32(), replay.Json.GetProperty("reasons").GetProperty("number_not_held").GetInt32()));
        var voice = (await Cli.SucceedAsync("get", "u07806391587", "--json", "-s", _server.Address)).Json.GetProperty("months")[0].GetProperty("services").GetProperty("voice");
        Assert.Equal((2, 62, 3), (voice.GetProperty("count").GetInt32(), voice.GetProperty("duration_seconds").GetInt32(), voice.GetProperty("billed_minutes").GetInt32()));
        var twice = (await Cli.SucceedAsync("replay", events, "-s", _server.Address, "--json", "--order", "file")).Json;
        Assert.Equal((2, 0), (twice.GetProperty("duplicate").GetInt32(), twice.GetProperty("applied").GetInt32()));
    }

    [Fact]
    public async Task Rows_that_cannot_be_mapped_fail_the_replay_unless_skipped()
    {
        var file = _server.File("calls.csv", "user,other,at,kind,s\n07806391587,1,2010-10-01T10:00:00Z,out,5\n07806391587,1,2010-10-01T10:00:01Z,out,x\n");
        await Cli.SucceedAsync("import", file, "-m", _mapping, "-s", _server.Address);
        var failed = await Cli.RunAsync("replay", file, "-m", _mapping, "-s", _server.Address, "--json");
        Assert.Equal((1, 1, 1), (failed.ExitCode, failed.Json.GetProperty("unmapped").GetInt32(), failed.Json.GetProperty("applied").GetInt32()));
        Assert.Contains("line 3, column s: 'x' is not a number", failed.Error, StringComparison.Ordinal);
        await Cli.SucceedAsync("replay", file, "-m", _mapping, "-s", _server.Address, "--skip-unmapped");
    }

    [Fact]
    public async Task Other_content_under_a_named_stream_is_refused()
    {
        var file = _server.File("calls.csv", Calls(10));
        var other = _server.File("other.csv", Calls(10).Replace(",0\n", ",1\n", StringComparison.Ordinal));
        await Cli.SucceedAsync("replay", file, "-m", _mapping, "-s", _server.Address, "--stream", "mine", "--batch", "5");
        var refused = await Cli.RunAsync("replay", other, "-m", _mapping, "-s", _server.Address, "--stream", "mine", "--batch", "5");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("other content", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscriber_is_shown_with_usage_by_day_and_month()
    {
        var file = _server.File("calls.csv", "user,other,at,kind,s\n07806391587,452,2010-10-01T10:00:00Z,out,5\n07806391587,452,2010-10-01T10:01:00Z,in,60\n07806391587,452,2010-10-01T20:00:00Z,out,7\n");
        await Cli.SucceedAsync("import", file, "-m", _mapping, "--distinct", "-s", _server.Address);
        await Cli.SucceedAsync("replay", file, "-m", _mapping, "-s", _server.Address);
        var json = (await Cli.SucceedAsync("get", "--msisdn", "447806391587", "--at", "2010-10-01", "--json", "-s", _server.Address)).Json;
        Assert.Equal("u07806391587", json.GetProperty("subscriber_id").GetString());
        Assert.Equal("447806391587", json.GetProperty("numbers")[0].GetProperty("msisdn").GetString());
        Assert.Equal(["2010-10-01", "2010-10-02"], json.GetProperty("days").EnumerateArray().Select(static day => day.GetProperty("day").GetString()));
        var voice = json.GetProperty("months")[0].GetProperty("services").GetProperty("voice");
        Assert.Equal((2, 12), (voice.GetProperty("outgoing").GetProperty("count").GetInt32(), voice.GetProperty("outgoing").GetProperty("duration_seconds").GetInt32()));
        Assert.Equal((1, 60), (voice.GetProperty("incoming").GetProperty("count").GetInt32(), voice.GetProperty("incoming").GetProperty("duration_seconds").GetInt32()));
        var text = await Cli.SucceedAsync("get", "u07806391587", "-s", _server.Address);
        Assert.Contains("+447806391587", text.Out, StringComparison.Ordinal);
        var nobody = await Cli.RunAsync("get", "--msisdn", "447806391587", "--at", "2009-10-01", "-s", _server.Address);
        Assert.Equal((1, "customergrains: Nobody held 447806391587 at 2009-10-01 00:00:00Z.\n"), (nobody.ExitCode, nobody.Error));
    }

    [Fact]
    public async Task Whoever_held_a_number_is_found()
    {
        var file = _server.File("calls.csv", "user,other,at,kind,s\n07806391587,452,2010-10-01T10:00:00Z,out,5\n07806391588,452,2010-10-01T10:01:00Z,in,60\n");
        await Cli.SucceedAsync("import", file, "-m", _mapping, "-s", _server.Address);
        var found = (await Cli.SucceedAsync("find", "+447806391588", "--at", "2010-10-01", "--json", "-s", _server.Address)).Json;
        Assert.Equal(("u07806391588", "2010-09-01T00:00:00Z", false), (found.GetProperty("subscriber_id").GetString(), found.GetProperty("start_time").GetString(), found.TryGetProperty("end_time", out _)));
        Assert.Equal("u07806391587  from 2010-09-01T00:00:00Z\n", (await Cli.SucceedAsync("find", "447806391587", "-s", _server.Address)).Out);
        var before = await Cli.RunAsync("find", "447806391587", "--at", "2010-08-31T23:59:59Z", "-s", _server.Address);
        Assert.Equal((1, "customergrains: Nobody held 447806391587 at 2010-08-31 23:59:59Z.\n"), (before.ExitCode, before.Error));
        var imsi = await Cli.RunAsync("find", "447806391587", "--imsi", "-s", _server.Address);
        Assert.Equal((1, "customergrains: Nobody holds 447806391587.\n"), (imsi.ExitCode, imsi.Error));
        var several = await Cli.SucceedAsync("get", "u07806391588", "u07806391587", "--json", "-s", _server.Address);
        Assert.Equal(["u07806391588", "u07806391587"], several.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("subscriber_id").GetString()));
        Assert.Contains("no subscriber nobody", (await Cli.RunAsync("get", "u07806391587", "nobody", "-s", _server.Address)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_batching_and_streams_do_not_change_the_digest()
    {
        var file = _server.File("calls.csv", Calls(3_000));
        await Cli.SucceedAsync("import", file, "-m", _mapping, "--distinct", "-s", _server.Address);
        await Cli.SucceedAsync("replay", file, "-m", _mapping, "-s", _server.Address, "--batch", "1000");
        var first = await Cli.SucceedAsync("digest", "--full", "-s", _server.Address);
        await using var second = await TestServer.StartAsync();
        await Cli.SucceedAsync("import", file, "-m", _mapping, "--distinct", "-s", second.Address);
        await Cli.SucceedAsync("replay", file, "-m", _mapping, "-s", second.Address, "--batch", "7", "--order", "file", "--streams", "4");
        Assert.Equal(first.Out, (await Cli.SucceedAsync("digest", "-s", second.Address)).Out);
    }

    [DataFact(NodoboCalls)]
    public async Task The_Nodobo_calls_are_all_there()
    {
        var file = DataFactAttribute.Find(NodoboCalls)!;
        var mapping = Path.Combine(AppContext.BaseDirectory, "Mappings", "nodobo.json");
        await Cli.SucceedAsync("import", file, "-m", mapping, "--distinct", "-s", _server.Address);
        var replay = (await Cli.SucceedAsync("replay", file, "-m", mapping, "-s", _server.Address, "--json")).Json;
        Assert.Equal((13_035, 13_004, 31), (replay.GetProperty("received").GetInt32(), replay.GetProperty("applied").GetInt32(), replay.GetProperty("rejected").GetInt32()));
        Assert.Equal(31, replay.GetProperty("reasons").GetProperty("number_not_held").GetInt32());
        var rows = File.ReadLines(file).Skip(1).Select(static line => line.Split(',')).Where(static row => !row[0].StartsWith("1980", StringComparison.Ordinal)).ToList();
        foreach (var user in rows.GroupBy(static row => row[1]))
        {
            var json = (await Cli.SucceedAsync("get", $"nodobo-{user.Key}", "--json", "-s", _server.Address)).Json;
            var usage = json.GetProperty("months").EnumerateArray().Select(static month => month.GetProperty("services").GetProperty("voice")).ToList();
            var outgoing = user.Where(static row => row[3] == "Outgoing").ToList();
            Assert.Equal(outgoing.Count, usage.Sum(static voice => voice.GetProperty("outgoing").GetProperty("count").GetInt32()));
            Assert.Equal(user.Count() - outgoing.Count, usage.Sum(static voice => voice.GetProperty("incoming").GetProperty("count").GetInt32()));
            Assert.Equal(
                user.Sum(static row => int.Parse(row[4], CultureInfo.InvariantCulture)),
                usage.Sum(static voice => voice.GetProperty("outgoing").GetProperty("duration_seconds").GetInt32() + voice.GetProperty("incoming").GetProperty("duration_seconds").GetInt32()));
        }
    }

    /// <summary>What a replay does that is killed after some batches: the stream is begun and not closed.</summary>
    private async Task PublishFirstBatchesAsync(string file, ReplayOptions options, int batches)
    {
        var mapping = MappingFile.Load(_mapping);
        using var sequence = TimeOrder.Read(new CsvRecordFile(file, mapping, options.Streams), options.Limit, 1 << 20, new RowTally(), CancellationToken.None);
        using var all = new BatchSplitter(sequence, options.Streams, options.Batch);
        await using var content = File.OpenRead(file);
        using var client = new CustomerGrainsClient(new Uri(_server.Address));
        var id = await StreamIdentity.OfAsync(content, mapping, options, CancellationToken.None);
        await using var publisher = await client.OpenPublisherAsync("switch", StreamIdentity.OfPart(id, 0, options.Streams));
        for (var published = 0; published < batches;)
        {
            var batch = all.Next();
            Assert.NotNull(batch);
            if (batch.Part != 0) continue;
            await publisher.PublishAsync(batch.Records);
            published++;
        }

        await publisher.FlushAsync();
    }

    /// <summary>Calls of twenty subscribers within an hour and a half, not in order of time.</summary>
    private static string Calls(int count)
    {
        var text = new StringBuilder("user,other,at,kind,s\n");
        for (var i = 0; i < count; i++)
        {
            var at = new DateTime(2010, 10, 1, 12, 0, 0, DateTimeKind.Utc).AddSeconds(i * 7919L % 5_400);
            text.Append(CultureInfo.InvariantCulture, $"078000000{i % 20:00},0781{i % 7}000000,{at:yyyy-MM-dd'T'HH:mm:ss'Z'},{(i % 3 == 0 ? "in" : "out")},{i % 300}\n");
        }

        return text.ToString();
    }
}
