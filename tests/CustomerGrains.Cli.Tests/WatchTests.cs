using System.Text.Json;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Cli.Tests;

/// <summary><c>watch</c> against the real server.</summary>
public sealed class WatchTests : IAsyncLifetime
{
    private const string Number = "8613800000001";
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    private TestServer _server = null!;
    private CustomerGrainsClient _client = null!;
    private UsagePublisher _publisher = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _client = new CustomerGrainsClient(new Uri(_server.Address));
        await RegisterAsync("plan-a");
        _publisher = await _client.OpenPublisherAsync("switch", "file-1");
    }

    public async Task DisposeAsync()
    {
        await _publisher.DisposeAsync();
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Each_change_is_a_line_with_the_new_totals_until_interrupted()
    {
        await using var watch = new LiveCli("watch", "--msisdn", Number, "-s", _server.Address);
        Assert.Matches(@"^\S+ \S+Z  s-1  plan-a, version \d+  \|  no usage yet$", await watch.NextAsync());
        await CallAsync("a", 0, 61);
        Assert.Matches(@"  voice outgoing 61 s to 8613700000000 of 2026-03-02 08:00:00Z  \|  2026-03: 1 calls 2 min, 0 messages, 0 sessions 0.0 MB$", await watch.NextAsync());
        await CallAsync("b", 1, 30);
        Assert.Matches(@"  voice incoming 30 s from 8613700000000 of .*  \|  2026-03: 2 calls 3 min,", await watch.NextAsync());
        await RegisterAsync("plan-b");
        Assert.Matches(@"  known as plan-b  \|  2026-03: 2 calls 3 min,", await watch.NextAsync());
        Assert.Equal(0, await watch.InterruptAsync());
    }

    [Fact]
    public async Task A_cursor_goes_on_and_each_line_is_a_document()
    {
        await CallAsync("a", 0, 60);
        await CallAsync("b", 0, 60);
        await CallAsync("c", 0, 60);
        string cursor;
        await using (var watch = new LiveCli("watch", "--subscriber", "s-1", "--json", "-s", _server.Address))
        {
            var state = JsonDocument.Parse(await watch.NextAsync()).RootElement;
            Assert.Equal(("state", "s-1", false, 3), (state.GetProperty("event").GetString(), state.GetProperty("subscriber_id").GetString(), state.GetProperty("has_gap").GetBoolean(), state.GetProperty("totals").GetProperty("services").GetProperty("voice").GetProperty("count").GetInt32()));
            cursor = state.GetProperty("cursor").GetString()!;
        }

        await CallAsync("d", 0, 60);
        await CallAsync("e", 0, 60);
        var watched = await Cli.SucceedAsync("watch", "--subscriber", "s-1", "--cursor", cursor, "--count", "2", "--json", "-s", _server.Address);
        var changes = watched.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["d", "e"], changes.Select(static change => change.GetProperty("facts")[0].GetProperty("id").GetString()));
        Assert.Equal(changes[0].GetProperty("version").GetInt64() + 1, changes[1].GetProperty("version").GetInt64());

        // The server is at the second already when the first is printed.
        foreach (var totals in changes.Select(static change => change.GetProperty("totals")))
        {
            Assert.Equal(changes[1].GetProperty("version").GetInt64(), totals.GetProperty("version").GetInt64());
            Assert.Equal(5, totals.GetProperty("services").GetProperty("voice").GetProperty("billed_minutes").GetInt32());
        }
    }

    [Fact]
    public async Task A_restart_of_the_server_is_noted_and_watched_through()
    {
        var port = new Uri(_server.Address).Port;
        await using var watch = new LiveCli("watch", "--subscriber", "s-1", "--json", "-s", _server.Address);
        await watch.NextAsync();
        await _publisher.DisposeAsync();
        await _server.RestartAsync(port);
        _publisher = await _client.OpenPublisherAsync("switch", "file-2");
        await CallAsync("a", 0, 60);
        Assert.Equal("a", JsonDocument.Parse(await watch.NextAsync()).RootElement.GetProperty("facts")[0].GetProperty("id").GetString());
        Assert.Contains("watching again in", watch.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_of_another_life_is_said_to_be()
    {
        await using var watch = new LiveCli("watch", "--subscriber", "s-1", "--cursor", "1:999", "--json", "-s", _server.Address);
        Assert.True(JsonDocument.Parse(await watch.NextAsync()).RootElement.GetProperty("has_gap").GetBoolean());
        Assert.Contains("going on from the state", watch.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "nobody", "")]
    [InlineData(2, "s-1", "nonsense")]
    public async Task Who_is_not_there_and_what_is_no_cursor_is_one_sentence(int code, string subscriber, string cursor)
    {
        var result = await Cli.RunAsync("watch", "--subscriber", subscriber, "--cursor", cursor, "-s", _server.Address);
        Assert.Equal(code, result.ExitCode);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("customergrains: ", result.Error, StringComparison.Ordinal);
    }

    private async Task RegisterAsync(string plan) => await _client.Directory.RegisterSubscriberAsync(new RegisterSubscriberRequest
    {
        SubscriberId = "s-1",
        ActivationTime = Timestamp.FromDateTimeOffset(Start.AddYears(-1)),
        Plan = plan,
        Msisdns = { Number },
        RequestId = plan,
    });

    private async Task CallAsync(string id, uint recordType, uint seconds)
    {
        var batch = new UsageBatchBuffer();
        batch.Add(new UsageRecordFields
        {
            Id = System.Text.Encoding.UTF8.GetBytes(id),
            RecordType = recordType,
            Msisdn = "8613800000001"u8,
            OtherParty = "8613700000000"u8,
            StartTime = Start.ToUnixTimeSeconds(),
            DurationSeconds = seconds,
        });
        await (await _publisher.PublishAsync(batch)).Acknowledged;
    }
}
