using System.Text;
using CustomerGrains.Cli.Mapping;
using CustomerGrains.Cli.Replay.Files;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Tests.Replay;

public sealed class CloudEventFileTests : IDisposable
{
    private const string Head = """ "specversion":"1.0","id":"e1","source":"/m/1","type":"customergrains.v1.UsageRecord" """;
    private const string Record = """ {"recordType":0,"msisdn":"8613800000001","startTime":"2026-03-01T00:00:00Z"} """;

    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("customergrains-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_data_are_the_protobuf_JSON_of_a_usage_record()
    {
        var data = """
            {"recordType":85,"service":"SERVICE_DATA","msisdn":"8613800000001","imsi":"460001234567890","other_party":"apn","startTime":"2026-03-01T08:30:00.5+08:00",
             "utcOffsetMinutes":480,"durationSeconds":"61","octetsUp":"18446744073709551615","octetsDown":7,"count":2,"cellId":"c","visitedPlmn":"46001",
             "callKind":"CALL_KIND_INTERNATIONAL","onNet":false,"closeCause":4,"sessionId":"s","chargeMicros":"-5","currencyCode":"CNY","sourceSequence":9,"reversalOf":"r"}
            """.ReplaceLineEndings("");
        var (outcome, record, line, _) = Read($"{{{Head},\"datacontenttype\":\"application/json; charset=utf-8\",\"subject\":\"?\",\"data\":{data}}}").Single();
        Assert.Equal((RowOutcome.Mapped, 1), (outcome, line));
        Assert.Equal(
            new UsageRecord
            {
                Id = "e1",
                RecordType = 85,
                Service = Service.Data,
                Msisdn = "8613800000001",
                Imsi = "460001234567890",
                OtherParty = "apn",
                StartTime = new() { Seconds = 1_772_325_000, Nanos = 500_000_000 },
                UtcOffsetMinutes = 480,
                DurationSeconds = 61,
                OctetsUp = ulong.MaxValue,
                OctetsDown = 7,
                Count = 2,
                CellId = "c",
                VisitedPlmn = "46001",
                CallKind = CallKind.International,
                OnNet = false,
                CloseCause = 4,
                SessionId = "s",
                ChargeMicros = -5,
                CurrencyCode = "CNY",
                SourceSequence = 9,
                ReversalOf = "r",
            },
            record);
    }

    [Fact]
    public void The_records_own_id_comes_before_the_events() =>
        Assert.Equal("own", Read($"{{{Head},\"data\":{Record.Replace("{", "{\"id\":\"own\",", StringComparison.Ordinal)}}}").Single().Record!.Id);

    [Theory]
    [InlineData("nonsense", "no JSON")]
    [InlineData("[1]", "is an object")]
    [InlineData("""{"id":"1","source":"s","type":"t"}""", "specversion: missing")]
    [InlineData("""{"specversion":"1.0","id":"","source":"s","type":"t"}""", "id: missing")]
    [InlineData("""{"specversion":"1.0","id":7,"source":"s","type":"t"}""", "id: missing")]
    [InlineData("""{"specversion":"0.3","id":"1","source":"s","type":"t"}""", "'0.3'; only 1.0")]
    [InlineData("{%head}", "data: missing")]
    [InlineData("""{%head,"data_base64":"AA=="}""", "data: missing")]
    [InlineData("""{%head,"datacontenttype":"text/csv","data":%record}""", "only application/json")]
    [InlineData("""{%head,"datacontenttype":7,"data":%record}""", "no JSON of a CloudEvent")]
    [InlineData("""{%head,"data":{"recordType":0}}""", "startTime is missing")]
    [InlineData("""{%head,"data":{"recordtype":0}}""", "recordtype")]
    [InlineData("""{%head,"data":{"recordType":-1}}""", "data: ")]
    [InlineData("""{%head,"data":{"durationSeconds":1e30}}""", "data: ")]
    [InlineData("""{%head,"data":{"startTime":"noon"}}""", "data: ")]
    [InlineData("""{%head,"data":{"startTime":"10000-01-01T00:00:00Z"}}""", "data: ")]
    [InlineData("""{%head,"data":{"msisdn":"\ud800"}}""", "data: ")]
    [InlineData("""{%head,"data":%record""", "no JSON")]
    public void What_is_no_usage_record_is_told_with_its_line(string line, string message)
    {
        var good = $"{{{Head},\"data\":{Record}}}";
        var bad = line.Replace("%head", Head, StringComparison.Ordinal).Replace("%record", Record, StringComparison.Ordinal);
        var rows = Read($"{good}\n\n{bad}\r\n{good}");
        Assert.Equal([RowOutcome.Mapped, RowOutcome.Unmapped, RowOutcome.Mapped], rows.Select(static row => row.Outcome));
        Assert.StartsWith("line 3", rows[1].Error, StringComparison.Ordinal);
        Assert.Contains(message, rows[1].Error.Replace("line 3, column ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(4, rows[2].Line);
    }

    [Fact]
    public void A_second_source_in_the_file_is_refused() =>
        Assert.Contains("one file has one source", Read($"{{{Head},\"data\":{Record}}}\n{{{Head.Replace("/m/1", "/m/2", StringComparison.Ordinal)},\"data\":{Record}}}")[1].Error, StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_no_text_are_an_error_of_their_line()
    {
        var good = Encoding.UTF8.GetBytes($"{{{Head},\"data\":{Record}}}\n");
        var bad = (byte[])good.Clone();
        bad[Array.IndexOf(bad, (byte)'8', good.Length / 2)] = 0xff;
        Assert.Equal([RowOutcome.Mapped, RowOutcome.Unmapped, RowOutcome.Mapped], Read([.. good, .. bad, .. good]).Select(static row => row.Outcome));
    }

    [Theory]
    [InlineData(1_048_577)]
    [InlineData(5_000_000)]
    public void A_line_without_end_is_skipped_and_does_not_fill_the_memory(int length)
    {
        var good = $"\uFEFF{{{Head},\"data\":{Record}}}";
        var rows = Read($"{good}\n{new string('x', length)}\n{good[1..]}\n{new string(' ', length)}");
        Assert.Equal([RowOutcome.Mapped, RowOutcome.Unmapped, RowOutcome.Mapped, RowOutcome.Unmapped], rows.Select(static row => row.Outcome));
        Assert.Equal([1, 2, 3, 4], rows.Select(static row => (int)row.Line));
    }

    private List<(RowOutcome Outcome, UsageRecord? Record, long Line, string Error)> Read(string content) => Read(Encoding.UTF8.GetBytes(content));

    private List<(RowOutcome Outcome, UsageRecord? Record, long Line, string Error)> Read(byte[] content)
    {
        var path = Path.Combine(_folder.FullName, "events.ndjson");
        File.WriteAllBytes(path, content);
        using var file = new CloudEventFile(path, parts: 1);
        var rows = new List<(RowOutcome, UsageRecord?, long, string)>();
        while (file.TryRead(out var outcome, out var record))
        {
            var isMapped = outcome == RowOutcome.Mapped;
            rows.Add((outcome, isMapped ? UsageRecord.Parser.ParseFrom(record.Bytes) : null, isMapped ? record.Line : file.Error.Line, isMapped ? "" : file.Error.ToString()));
        }

        return rows;
    }
}
