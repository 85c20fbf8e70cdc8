using System.Globalization;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Xunit.Abstractions;

namespace CustomerGrains.Interop.Tests.Samples;

/// <summary>A call-centre desk's session with grpcio against the real server with real calls: what it prints is what the facts come to. Also prints it, and
/// writes it to the file that CG_SESSION names.</summary>
[Collection(SampleReadme.Stubs)]
public sealed class CallCentreTests(ITestOutputHelper output)
{
    private const string ReadmeAddress = "127.0.0.1:5080";
    private const string ReadmeNumber = "8613820888277";
    private const int BatchSize = 1_000;

    /// <summary>Bills of a month, in whole units, dealt out in turn; the value classes that they make by the built-in policy.</summary>
    private static readonly (long Bill, string Class)[] Bills = [(150, "HIGH"), (700, "IMPORTANT"), (50, "ORDINARY")];

    /// <summary>On the last day of the calls.</summary>
    private static readonly Timestamp Today = Timestamp.FromDateTime(new DateTime(2011, 1, 31, 12, 0, 0, DateTimeKind.Utc));

    [DataFact(NodoboCalls.File)]
    public async Task A_desk_sees_who_calls_why_they_may_leave_and_who_is_like_them()
    {
        var calls = NodoboCalls.Read();
        // The first of them calls most.
        var numbers = calls.CountBy(static c => c.Msisdn).OrderByDescending(static c => c.Value).Select(static c => c.Key).ToList();
        await using var server = await TestServer.StartAsync(options: static o => o with { ReviewsPerSecond = 10_000 });
        await RegisterAsync(server, numbers);
        await PublishAsync(server, calls);
        await TellFactsAsync(server, numbers);
        await AwaitRowsAsync(server, numbers.Count);

        var session = await RunAsync(server, numbers[0]);
        var caller = calls.Where(c => c.Msisdn == numbers[0] && c.StartTime.ToDateTime() is { Year: 2011, Month: 1 }).ToLookup(static c => c.RecordType);
        Assert.Equal(
        [
            $"{numbers[0]} is s-{numbers[0]}",
            "student of no brand, 7 months on the network, 2 stars",
            "value HIGH: VIP_SERVICE; retention ORDINARY; credit RED",
            $"this month: {caller[0].Count()} VOICE OUTGOING, {Seconds(caller[0])} s",
            $"this month: {caller[1].Count()} VOICE INCOMING, {Seconds(caller[1])} s",
            "open: COMPLAINT c-1, no signal at home",
            "last contact: bill, explained",
        ],
        session[..7]);

        var (risk, points, terms) = Risk(session);
        Assert.Equal(points[0], points[1] + terms.Sum());
        Assert.NotEmpty(terms);
        var whatIf = Numbers(Line(session, "if they asked to take the number elsewhere: "));
        Assert.True(whatIf[1] > points[0], "To ask to leave says nothing of leaving.");

        var alike = numbers.Where((_, i) => i % Bills.Length == 0).Select(static n => "s-" + n).ToHashSet();
        Assert.Equal($"value HIGH: {alike.Count} subscribers, most at risk", Line(session, "value HIGH: 9"));
        var listed = Indented(session, "value HIGH: 9");
        Assert.Equal(3, listed.Count);
        Assert.All(listed, line => Assert.Contains(line.Split(' ')[0], alike));
        Assert.Equal(listed.Select(static l => Numbers(l)[0]).OrderDescending(), listed.Select(static l => Numbers(l)[0]));
        Assert.Equal(["population: ORDINARY 9 of 27", "population: HIGH 9 of 27", "population: IMPORTANT 9 of 27"], session[^3..]);

        // They do ask: what-if was right, and lists say so too.
        await server.Facts.RecordFactsAsync(About(numbers[0], new Fact { Id = "port", PortOutRequested = new PortOutRequested { Competitor = "other" } }));
        await AwaitRowsAsync(server, 1, "port_out_requested = true");
        var after = await RunAsync(server, numbers[0]);
        Assert.Equal((whatIf[0], whatIf[1]), (Risk(after).Probability, Risk(after).Points[0]));
        Assert.True(whatIf[0] > risk);
        var row = Assert.Single((await server.Subscribers.SearchSubscribersAsync(new SearchSubscribersRequest { Filter = "port_out_requested = true" })).Subscribers);
        Assert.Equal(("s-" + numbers[0], whatIf[0]), (row.SubscriberId, Math.Round(100 * row.ChurnProbability, 2)));
        await WriteAsync(session);
    }

    private static async Task RegisterAsync(TestServer server, List<string> numbers)
    {
        var activation = Timestamp.FromDateTime(new DateTime(2010, 6, 15, 0, 0, 0, DateTimeKind.Utc));
        var request = new BatchRegisterSubscribersRequest
        {
            Requests = { numbers.Select(n => new RegisterSubscriberRequest { SubscriberId = "s-" + n, Msisdns = { n }, ActivationTime = activation, Plan = "student", Region = "Scotland" }) },
        };
        Assert.All((await server.Directory.BatchRegisterSubscribersAsync(request)).Results, static r => Assert.Equal(0, r.Code));
    }

    private static async Task PublishAsync(TestServer server, IReadOnlyList<UsageRecord> calls)
    {
        using var feed = await Publisher.OpenAsync(server, "nodobo", "calls");
        var sequence = 0UL;
        foreach (var batch in calls.Chunk(BatchSize)) Assert.Equal((ulong)batch.Length, (await feed.PublishAsync(Publisher.Batch(++sequence, batch))).Applied);
    }

    private static async Task TellFactsAsync(TestServer server, List<string> numbers)
    {
        for (var i = 0; i < numbers.Count; i++)
        {
            foreach (var month in (string[])["2010-10", "2010-11", "2010-12"])
            {
                var micros = Bills[i % Bills.Length].Bill * 1_000_000;
                await server.Facts.RecordFactsAsync(About(numbers[i], new Fact
                {
                    Id = "bill-" + month,
                    BillIssued = new BillIssued { Month = month, GrossMicros = micros, NetMicros = micros, OutgoingMinutes = 60 },
                }));
            }
        }
        var contact = new InteractionRecorded { Channel = ContactChannel.Hotline, Direction = ContactDirection.Inbound, Reason = "bill", Outcome = "explained", Resolved = true };
        var complaint = new CaseChanged { CaseId = "c-1", CaseKind = CaseKind.Complaint, Stage = CaseStage.Opened, Category = "no signal at home" };
        await server.Facts.RecordFactsAsync(About(numbers[0], new Fact { Id = "contact", InteractionRecorded = contact }));
        await server.Facts.RecordFactsAsync(About(numbers[0], new Fact { Id = "case", CaseChanged = complaint }));
    }

    private static RecordFactsRequest About(string number, Fact fact)
    {
        (fact.EventTime, fact.SourceSystem) = (Today, "crm");
        return new RecordFactsRequest { Facts = { new FactInput { SubscriberId = "s-" + number, Fact = fact } } };
    }

    /// <summary>Lists follow within a second or two.</summary>
    private static async Task AwaitRowsAsync(TestServer server, int count, string filter = "value_class >= ORDINARY")
    {
        var found = 0L;
        await Patience.UntilAsync(
            async () => (found = (await server.Subscribers.SearchSubscribersAsync(new SearchSubscribersRequest { Filter = filter, CountTotal = true })).TotalSize) == count,
            () => $"{found} and not {count} have {filter}");
    }

    /// <summary>Runs the README's own lines.</summary>
    private static async Task<List<string>> RunAsync(TestServer server, string number)
    {
        var stubs = (await SampleReadme.CommandsAsync("python", section: 0)).Single(static l => l.StartsWith("protoc ", StringComparison.Ordinal));
        var script = Assert.Single(await SampleReadme.CommandsAsync("python", section: 1));
        Assert.EndsWith($"{ReadmeAddress} {ReadmeNumber}", script, StringComparison.Ordinal);
        script = script.Replace(ReadmeAddress, $"127.0.0.1:{server.Address.Port}", StringComparison.Ordinal).Replace(ReadmeNumber, number, StringComparison.Ordinal);
        var (exitCode, printed, errors) = await ChildProcess.RunAsync("bash", ["-e"], $"{stubs}\n{script}\n", "Install bash.", Repository.PathOf("."));
        Assert.True(exitCode == 0, $"{printed}\n{errors}\nIf something is not there: tests/install installs it.");
        return [.. printed.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <returns>The probability in percent; the points, and of them the baseline; the points of each reason.</returns>
    private static (double Probability, double[] Points, List<double> Terms) Risk(List<string> session)
    {
        var numbers = Numbers(Line(session, "may leave: "));
        return (numbers[0], numbers[1..], [.. Indented(session, "may leave: ").Select(static l => Numbers(l)[0])]);
    }

    private static string Line(List<string> session, string begin) => Assert.Single(session, l => l.StartsWith(begin, StringComparison.Ordinal));

    private static List<string> Indented(List<string> session, string below) =>
        [.. session.SkipWhile(l => !l.StartsWith(below, StringComparison.Ordinal)).Skip(1).TakeWhile(static l => l[0] == ' ').Select(static l => l.Trim())];

    private static double[] Numbers(string line) =>
        [.. line.Split(' ').Select(static w => w.TrimEnd(',', '%')).Where(static w => double.TryParse(w, CultureInfo.InvariantCulture, out _)).Select(static w => double.Parse(w, CultureInfo.InvariantCulture))];

    private static long Seconds(IEnumerable<UsageRecord> calls) => calls.Sum(static c => (long)c.DurationSeconds);

    private async Task WriteAsync(List<string> session)
    {
        var text = string.Join(Environment.NewLine, session) + Environment.NewLine;
        output.WriteLine(text);
        if (Environment.GetEnvironmentVariable("CG_SESSION") is { Length: > 0 } file) await File.WriteAllTextAsync(file, text);
    }
}
