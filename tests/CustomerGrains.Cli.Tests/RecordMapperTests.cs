using CustomerGrains.Cli.Mapping;
using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Tests;

public sealed class RecordMapperTests
{
    private const string Plan = """ "numberingPlan": { "countryCode": "44", "trunkPrefix": "0" } """;
    private const string Base = """ "recordType": { "constant": 0 }, "msisdn": "user", "startTime": "at" """;

    [Fact]
    public void Every_field_can_be_mapped()
    {
        const string mapping = """
            {
              // Comments and trailing commas are welcome.
              "record": {
                "id": { "template": "{user}-{row}" }, "recordType": { "column": "kind", "values": { "O": "mo_call", "D": 85 } },
                "service": { "constant": "voice" }, "msisdn": "user", "imsi": "imsi", "otherParty": "other", "startTime": "at",
                "durationSeconds": { "column": "minutes", "unit": "minutes", "rounding": "up" },
                "octetsUp": { "column": "up", "unit": "KiB" }, "octetsDown": { "column": "down", "unit": "MB" }, "count": "n",
                "cellId": "cell", "visitedPlmn": { "constant": "46001" }, "callKind": { "constant": "long-distance" }, "onNet": "net",
                "closeCause": { "constant": 4 }, "sessionId": { "template": "s{n}" }, "chargeMicros": { "column": "charge", "unit": "cents" },
                "currencyCode": { "constant": "CNY" }, "sourceSequence": "n",
                "reversalOf": { "template": "{user}-{n}" },
              },
            }
            """;
        var record = Single(mapping, "kind,user,imsi,other,at,minutes,up,down,n,cell,net,charge\nO,8613800000001,460001234567890,号,2026-03-01T08:30:00+08:00,8.52,1.5,2.5,3,c-1,yes,-12.345\n");
        var expected = new UsageRecord
        {
            Id = "8613800000001-2",
            RecordType = 0,
            Service = Service.Voice,
            Msisdn = "8613800000001",
            Imsi = "460001234567890",
            OtherParty = "号",
            StartTime = new() { Seconds = 1_772_325_000 },
            UtcOffsetMinutes = 480,
            DurationSeconds = 512,
            OctetsUp = 1536,
            OctetsDown = 2_500_000,
            Count = 3,
            CellId = "c-1",
            VisitedPlmn = "46001",
            CallKind = CallKind.LongDistance,
            OnNet = true,
            CloseCause = 4,
            SessionId = "s3",
            ChargeMicros = -123_450,
            CurrencyCode = "CNY",
            SourceSequence = 3,
            ReversalOf = "8613800000001-3",
        };
        Assert.Equal(expected, record);
    }

    [Theory]
    [InlineData("seconds", "nearest", "90.5", 91)]
    [InlineData("seconds", "down", "90.9", 90)]
    [InlineData("seconds", "halfEven", "90.5", 90)]
    [InlineData("seconds", "halfEven", "91.5", 92)]
    [InlineData("seconds", "halfEven", "90.51", 91)]
    [InlineData("seconds", "up", "90.1", 91)]
    [InlineData("minutes", "nearest", "1.5", 90)]
    [InlineData("hours", "nearest", "0.25", 900)]
    [InlineData("milliseconds", "nearest", "1499", 1)]
    [InlineData("clock", "nearest", "25:00:01", 90_001)]
    [InlineData("clock", "nearest", "01:30", 90)]
    public void Durations_have_units_and_rounding(string unit, string rounding, string text, ulong seconds)
    {
        var mapping = $$"""{ "record": { {{Base}}, "durationSeconds": { "column": "x", "unit": "{{unit}}", "rounding": "{{rounding}}" } } }""";
        Assert.Equal(seconds, Single(mapping, $"user,at,x\n8613800000001,2026-03-01T00:00:00Z,{text}\n").DurationSeconds);
    }

    [Theory]
    [InlineData("bytes", "1024", 1024)]
    [InlineData("KB", "1.5", 1_500)]
    [InlineData("MB", "0.000001", 1)]
    [InlineData("MiB", "89.86", 94_225_039)]
    [InlineData("GiB", "1", 1_073_741_824)]
    public void Octets_have_units(string unit, string text, ulong octets)
    {
        var mapping = $$"""{ "record": { {{Base}}, "octetsDown": { "column": "x", "unit": "{{unit}}" } } }""";
        Assert.Equal(octets, Single(mapping, $"user,at,x\n8613800000001,2026-03-01T00:00:00Z,{text}\n").OctetsDown);
    }

    [Theory]
    [InlineData("iso8601", null, "2026-03-01T00:00:00Z", 1_772_323_200, null)]
    [InlineData("iso8601", null, "2026-03-01T00:00:00.999+01:00", 1_772_319_600, 60)]
    [InlineData("iso8601", null, "2026-03-01 00:00", 1_772_323_200, null)]
    [InlineData("iso8601", "Asia/Shanghai", "2026-03-01", 1_772_294_400, 480)]
    [InlineData("unix", null, "1772323200", 1_772_323_200, null)]
    [InlineData("unixMilliseconds", null, "1772323200999", 1_772_323_200, null)]
    [InlineData("dd.MM.yyyy HH:mm:ss", "Europe/London", "01.07.2026 12:00:00", 1_782_903_600, 60)]
    [InlineData("dd.MM.yyyy HH:mm:ss", "Europe/London", "01.12.2026 12:00:00", 1_796_126_400, 0)]
    [InlineData("yyyyMMddHHmmss zzz", null, "20260301080000 +08:00", 1_772_323_200, 480)]
    public void Times_have_formats_and_zones(string format, string? zone, string text, long seconds, int? offset)
    {
        var record = Timed($""" "format": "{format}" {(zone is null ? "" : $", \"zone\": \"{zone}\"")} """, text);
        Assert.Equal(seconds, record.StartTime.Seconds);
        Assert.Equal(offset, record.HasUtcOffsetMinutes ? record.UtcOffsetMinutes : null);
    }

    [Fact]
    public void A_local_time_that_occurs_twice_is_the_earlier_one_unless_told_otherwise()
    {
        const string twice = "2026-10-25 01:30:00";
        Assert.Equal(1_792_888_200, Timed(""" "zone": "Europe/London" """, twice).StartTime.Seconds);
        Assert.Equal(1_792_891_800, Timed(""" "zone": "Europe/London", "ambiguous": "later" """, twice).StartTime.Seconds);
    }

    [Fact]
    public void A_local_time_that_does_not_exist_is_an_error()
    {
        var error = Error($$"""{ "record": { "recordType": { "constant": 0 }, "msisdn": "user", "startTime": { "column": "at", "zone": "Europe/London" } } }""", "user,at\n8613800000001,2026-03-29 01:30:00\n");
        Assert.Equal("line 2, column at: '2026-03-29 01:30:00' does not exist in Europe/London: clocks are put forward over it", error.ToString());
    }

    [Theory]
    [InlineData("07806391587", "447806391587")]
    [InlineData("+44 7806 391-587", "447806391587")]
    [InlineData("0044 (7806) 391587", "447806391587")]
    [InlineData("0049.30/123456", "4930123456")]
    [InlineData("14705308904434", "14705308904434")]
    public void Numbers_become_E164(string text, string digits)
    {
        var mapping = $$"""{ {{Plan}}, "record": { "recordType": { "constant": 0 }, "msisdn": "user", "otherParty": "other", "startTime": "at" } }""";
        var record = Single(mapping, $"user,other,at\n{text},{text},2026-03-01T00:00:00Z\n");
        Assert.Equal((digits, digits), (record.Msisdn, record.OtherParty));
    }

    [Theory]
    [InlineData("452")]
    [InlineData("044")]
    [InlineData("48772130600436761996023412922286")]
    [InlineData("internet.apn")]
    public void What_is_no_number_is_left_alone_as_other_party_and_refused_as_served(string text)
    {
        var mapping = $$"""{ {{Plan}}, "record": { "recordType": { "constant": 0 }, "msisdn": "user", "otherParty": "other", "startTime": "at" } }""";
        Assert.Equal(text, Single(mapping, $"user,other,at\n07806391587,{text},2026-03-01T00:00:00Z\n").OtherParty);
        Assert.Equal($"line 2, column user: '{text}' is not a number of 5 to 15 digits", Error(mapping, $"user,other,at\n{text},1,2026-03-01T00:00:00Z\n").ToString());
    }

    [Fact]
    public void National_numbers_without_a_trunk_prefix_get_the_country_code_when_the_plan_says_so()
    {
        const string mapping = """{ "numberingPlan": { "countryCode": "86", "bare": "national" }, "record": { "recordType": { "constant": 0 }, "msisdn": "user", "startTime": "at" } }""";
        Assert.Equal("8613800000001", Single(mapping, "user,at\n13800000001,2026-03-01T00:00:00Z\n").Msisdn);
    }

    [Fact]
    public void Filters_leave_rows_out()
    {
        var mapping = $$"""
            { "filters": [ { "column": "kind", "equals": ["call", "sms"] }, { "column": "user", "notEquals": "8613800000002" }, { "column": "x", "matches": "^a", "notMatches": "z$" } ],
              "record": { {{Base}} } }
            """;
        const string rows = "user,at,kind,x\n8613800000001,2026-03-01T00:00:00Z,call,ab\n8613800000001,?,data,ab\n8613800000002,2026-03-01T00:00:00Z,sms,ab\n8613800000001,2026-03-01T00:00:00Z,sms,az\n8613800000001,2026-03-01T00:00:00Z,sms,b\n";
        Assert.Equal([RowOutcome.Mapped, RowOutcome.Filtered, RowOutcome.Filtered, RowOutcome.Filtered, RowOutcome.Filtered], Outcomes(mapping, rows));
    }

    [Fact]
    public void Errors_name_the_line_and_the_column_also_behind_quoted_line_breaks_and_empty_lines()
    {
        var mapping = $$"""{ "record": { {{Base}}, "durationSeconds": "s" } }""";
        const string rows = "user,at,s,note\r\n8613800000001,2026-03-01T00:00:00Z,1,\"two\r\nlines\"\r\n\r\n8613800000001,2026-03-01T00:00:00Z,x,\r\n";
        Assert.Equal("line 5, column s: 'x' is not a number", Error(mapping, rows, skip: 1).ToString());
    }

    [Theory]
    [InlineData("8613800000001,yesterday,0,1", "line 2, column at: 'yesterday' is not a time like 2026-03-01T12:30:00Z")]
    [InlineData("8613800000001,,0,1", "line 2, column at: empty, and record.startTime is required")]
    [InlineData(",2026-03-01T00:00:00Z,0,1", "line 2, column user: empty, so it is not known whose usage this is")]
    [InlineData("8613800000001,2026-03-01T00:00:00Z,9,1", "line 2, column kind: '9' is not one of 0, 1")]
    [InlineData("8613800000001,2026-03-01T00:00:00Z,0,-1", "line 2, column s: '-1' is negative")]
    [InlineData("8613800000001,2026-03-01T00:00:00Z,0", "line 2: 3 columns where the file has 4")]
    [InlineData("\"86138\"00000001,2026-03-01T00:00:00Z,0,1", "line 2: the quotes do not match (TextAfterClosingQuote)")]
    public void A_row_that_cannot_be_read_says_why(string row, string message)
    {
        const string mapping = """{ "record": { "recordType": { "column": "kind", "values": { "0": 0, "1": 1 } }, "msisdn": "user", "startTime": "at", "durationSeconds": "s" } }""";
        Assert.Equal(message, Error(mapping, $"user,at,kind,s\n{row}\n").ToString());
    }

    [Fact]
    public void An_id_that_is_too_long_is_an_error_here_already()
    {
        var mapping = $$"""{ "record": { {{Base}}, "id": { "template": "{user}{user}{user}{user}{user}" } } }""";
        Assert.Contains("65 bytes long", Error(mapping, "user,at\n8613800000001,2026-03-01T00:00:00Z\n").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_header_has_numbered_columns()
    {
        const string mapping = """{ "header": false, "delimiter": ";", "record": { "recordType": { "constant": 1 }, "msisdn": "2", "startTime": "1", "id": { "template": "r{row}" } } }""";
        var record = Single(mapping, "2026-03-01T00:00:00Z;8613800000001\n");
        Assert.Equal(("r1", "8613800000001"), (record.Id, record.Msisdn));
    }

    [Theory]
    [InlineData("""{ "record": { "recordTyp": "x" } }""", "recordTyp")]
    [InlineData("""{ "record": { "msisdn": { "colum": "x" } } }""", "colum")]
    [InlineData("""{ "record": { "msisdn": "served", "startTime": "at", "recordType": { "constant": 0 } } }""", "no column 'served'; it has user, at")]
    [InlineData("""{ "record": { "msisdn": "user" } }""", "record.startTime is required")]
    [InlineData("""{ "record": { "msisdn": { "column": "user", "constant": "1" }, "startTime": "at", "recordType": { "constant": 0 } } }""", "exactly one of column, template and constant")]
    [InlineData("""{ "record": { "msisdn": "user", "startTime": { "column": "at", "zone": "Mars/Olympus" }, "recordType": { "constant": 0 } } }""", "no time zone 'Mars/Olympus'")]
    [InlineData("""{ "record": { "msisdn": "user", "startTime": "at", "recordType": { "constant": 0 }, "durationSeconds": { "constant": 1, "unit": "fortnights" } } }""", "not one of the units")]
    [InlineData("""{ "numberingPlan": {}, "record": { "msisdn": "user", "startTime": "at", "recordType": { "constant": 0 } } }""", "countryCode")]
    [InlineData("""{ "filters": [ { "column": "user", "matches": "(" } ], "record": { "msisdn": "user", "startTime": "at", "recordType": { "constant": 0 } } }""", "no regular expression")]
    [InlineData("""{ "subscriber": {} }""", "no \"record\"")]
    public void A_mapping_that_is_wrong_says_where(string mapping, string message)
    {
        var problem = Assert.Throws<CliException>(() => Outcomes(mapping, "user,at\n8613800000001,2026-03-01T00:00:00Z\n"));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal(CliException.Usage, problem.ExitCode);
    }

    private static UsageRecord Timed(string how, string text) => Single(
        $$"""{ "record": { "recordType": { "constant": 0 }, "msisdn": "user", "startTime": { "column": "at", {{how}} } } }""",
        $"user,at\n8613800000001,{text}\n");

    private static UsageRecord Single(string mapping, string rows)
    {
        var file = MappingFile.Parse(mapping);
        using var source = CsvSource.FromText(rows, file);
        var mapper = new RecordMapper(file, source.Columns);
        Assert.True(source.Read());
        var outcome = mapper.TryMap(source, out var record);
        Assert.True(outcome == RowOutcome.Mapped, outcome == RowOutcome.Unmapped ? mapper.Error.ToString() : "filtered");
        var bytes = new byte[UsageRecordEncoder.MaxSize(record)];
        return UsageRecord.Parser.ParseFrom(bytes, 0, UsageRecordEncoder.Write(bytes, record));
    }

    private static RowError Error(string mapping, string rows, int skip = 0)
    {
        var file = MappingFile.Parse(mapping);
        using var source = CsvSource.FromText(rows, file);
        var mapper = new RecordMapper(file, source.Columns);
        for (var i = 0; i <= skip; i++) Assert.True(source.Read());
        Assert.Equal(RowOutcome.Unmapped, mapper.TryMap(source, out _));
        return mapper.Error;
    }

    private static List<RowOutcome> Outcomes(string mapping, string rows)
    {
        var file = MappingFile.Parse(mapping);
        using var source = CsvSource.FromText(rows, file);
        var mapper = new RecordMapper(file, source.Columns);
        var outcomes = new List<RowOutcome>();
        while (source.Read()) outcomes.Add(mapper.TryMap(source, out _));
        return outcomes;
    }
}
