using System.Globalization;
using CustomerGrains.Tests;
using CustomerGrains.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using static CustomerGrains.Tests.Publisher;
using static CustomerGrains.Tests.Rejects;

namespace CustomerGrains.Grains.Tests;

/// <summary>GetReconciliation: every source and day of receipt, against what was sent.</summary>
public sealed class ReconciliationReportTests
{
    [Fact]
    public async Task Every_source_and_day_adds_up_and_says_why_records_were_rejected()
    {
        var time = new MovedTime();
        await using var server = await StartAsync(time);
        await server.RegisterAsync(2);
        var random = new Random(11);
        var sent = new Dictionary<(string Source, string Day), Dictionary<string, ulong>>();
        for (var day = 0; day < 4; day++)
        {
            foreach (var source in (string[])["mediation", "billing, \"old\"", "=cmd"])
            {
                if (random.Next(3) == 0) continue;
                using var feed = await OpenAsync(server, source, $"{day}");
                var counts = sent[(source, time.Day)] = [];
                for (var n = 1UL; n <= 3; n++)
                {
                    var records = Enumerable.Range(0, 20).Select(i => Some(random, $"{day}-{n}-{i}", counts)).ToList();
                    // The same again in the same batch is a duplicate.
                    records.Add(records[0].Clone());
                    Count(counts, records[0].Id.EndsWith("good", StringComparison.Ordinal) ? "DUPLICATE" : Why(records[0]));
                    await feed.PublishAsync(Batch(n, [.. records]));
                }
            }
            time.Advance(TimeSpan.FromDays(day == 1 ? 2 : 1));
        }
        var report = await ReportAsync(server, new GetReconciliationRequest { Reasons = true, Csv = true });
        Assert.Equal(sent.Keys.OrderBy(static k => k.Source, StringComparer.Ordinal).ThenBy(static k => k.Day, StringComparer.Ordinal), report.Days.Select(static d => (d.Source, d.Day_)));
        foreach (var day in report.Days) Check(sent[(day.Source, day.Day_)], day);
        Assert.Equal(63UL * (ulong)sent.Count * 1, report.Total.Received);
        Assert.Equal(sent.Count + 2, report.Csv.Split("\r\n").Length);
        Assert.Contains("\r\n\"billing, \"\"old\"\"\",", report.Csv, StringComparison.Ordinal);
        Assert.Contains("\r\n'=cmd,", report.Csv, StringComparison.Ordinal);

        // A day or a source alone, and none.
        var (one, at) = sent.Keys.First();
        Check(sent[(one, at)], Assert.Single((await ReportAsync(server, new GetReconciliationRequest { Source = one, FirstDay = at, LastDay = at, Reasons = true })).Days));
        Assert.Empty((await ReportAsync(server, new GetReconciliationRequest { FirstDay = "1999-01-01", LastDay = "1999-12-31" })).Days);
        var unknown = await Assert.ThrowsAsync<RpcException>(() => ReportAsync(server, new GetReconciliationRequest { Source = "nobody" }));
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
        await server.RestartAsync();
        Assert.Equal(report.Days, (await ReportAsync(server, new GetReconciliationRequest { Reasons = true, FirstDay = "2000-01-01" })).Days);
    }

    [Fact]
    public async Task A_redrive_moves_records_between_reasons_and_what_is_not_kept_has_none()
    {
        await using var server = await TestServer.StartAsync(options: static o => o with { QuarantineRecords = 5 });
        await server.RegisterAsync(1);
        using (var feed = await OpenAsync(server))
        {
            for (var n = 1UL; n <= 4; n++) await feed.PublishAsync(Batch(n, Call($"a{n}", 1), Call($"b{n}", 7), Call($"c{n}", 0)));
        }
        // Of the fourth batch nothing is kept, and so nobody knows why.
        Assert.Equal([("NUMBER_NOT_HELD", 6UL), ("", 2UL)], await ReasonsAsync(server));
        await server.Directory.RegisterSubscriberAsync(TestServer.Registration(1));
        await RedriveAsync(server);
        Assert.Equal([("NUMBER_NOT_HELD", 3UL), ("", 2UL)], await ReasonsAsync(server));
        var total = (await ReportAsync(server, new GetReconciliationRequest())).Total;
        Assert.Equal((12UL, 7UL, 5UL), (total.Received, total.Applied, total.Rejected));
    }

    [Fact]
    public async Task Numbers_that_did_not_come_are_listed_by_source()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var number in (ulong[])[10, 11, 15, 13, 20]) (await OpenAsync(server, "files", $"f{number}", number)).Dispose();
        foreach (var number in (ulong[])[1, 2]) (await OpenAsync(server, "whole", $"f{number}", number)).Dispose();
        (await OpenAsync(server, "unnumbered")).Dispose();
        var report = await ReportAsync(server, new GetReconciliationRequest { Csv = true });
        Assert.Empty(report.Days);
        Assert.Equal([("files", 10UL, 20UL, 6UL), ("whole", 1UL, 2UL, 0UL)], report.Missing.Select(static m => (m.Source, m.FirstNumber, m.LastNumber, m.Missing_)));
        Assert.Equal([(12UL, 12UL), (14UL, 14UL), (16UL, 19UL)], report.Missing[0].Gaps.Select(static g => (g.FirstNumber, g.LastNumber)));
        Assert.Equal((await server.Feed.ListGapsAsync(new ListGapsRequest { Source = "files" })).Gaps, report.Missing[0].Gaps);
        Assert.Equal(["source,first_number,last_number,missing,since", "files,12,12,1", "files,14,14,1", "files,16,19,4", ""], report.MissingCsv.Split("\r\n").Select(static (l, i) => i is > 0 and < 4 ? l[..l.LastIndexOf(',')] : l));
    }

    private static async Task<ReconciliationReport> ReportAsync(TestServer server, GetReconciliationRequest request)
    {
        var report = await new Reports.ReportsClient(server.Channel).GetReconciliationAsync(request);
        foreach (var r in report.Days.Select(static d => d.Reconciliation).Append(report.Total)) Assert.Equal(r.Received, r.Applied + r.Duplicate + r.Conflict + r.Rejected);
        if (request.Reasons) Assert.All(report.Days, static d => Assert.Equal(d.Reconciliation.Rejected, (ulong)d.Reasons.Sum(static r => (long)r.Records)));
        return report;
    }

    private static async Task<IEnumerable<(string, ulong)>> ReasonsAsync(TestServer server) =>
        Assert.Single((await ReportAsync(server, new GetReconciliationRequest { Reasons = true })).Days).Reasons.Select(static r => (r.Reason_, r.Records));

    private static void Check(Dictionary<string, ulong> sent, ReconciliationReport.Types.Day day)
    {
        Assert.Equal((3UL, 63UL, sent.GetValueOrDefault("APPLIED"), sent.GetValueOrDefault("DUPLICATE")), (day.Reconciliation.Batches, day.Reconciliation.Received, day.Reconciliation.Applied, day.Reconciliation.Duplicate));
        Assert.Equal(sent.Where(static c => c.Key is not ("APPLIED" or "DUPLICATE")).Select(static c => (c.Key, c.Value)).Order(), day.Reasons.Select(static r => (r.Reason_, r.Records)).Order());
    }

    private static UsageRecord Some(Random random, string id, Dictionary<string, ulong> counts)
    {
        var record = Call(id, random.Next(2));
        switch (random.Next(5))
        {
            case 0: record = Call(id + "n", 9); break;
            case 1: record.Msisdn = "x"; break;
            case 2: record.OtherParty = new string('7', 65); break;
            default: record = Call(id + "good", random.Next(2)); break;
        }
        Count(counts, Why(record));
        return record;
    }

    private static string Why(UsageRecord record) =>
        record.Id.EndsWith("good", StringComparison.Ordinal) ? "APPLIED" : record.OtherParty.Length > 64 ? "TOO_LONG" : record.Msisdn == "x" ? "INVALID_NUMBER" : "NUMBER_NOT_HELD";

    private static void Count(Dictionary<string, ulong> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;

    private static Task<TestServer> StartAsync(TimeProvider time) => TestServer.StartAsync(builder: host => host.Services.AddSingleton(time));

    /// <summary>The machine's time, moved ahead.</summary>
    private sealed class MovedTime : TimeProvider
    {
        private TimeSpan _ahead;

        public string Day => TimeZoneInfo.ConvertTime(GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/London")).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        public void Advance(TimeSpan by) => _ahead += by;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;
    }
}
