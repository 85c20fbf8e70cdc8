using CustomerGrains.Server.Reports;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using static CustomerGrains.Tests.Search.RowServer;

namespace CustomerGrains.Tests.Search;

/// <summary>SearchSubscribers and Reports through the wire.</summary>
public sealed class SearchWireTests
{
    [Fact]
    public void The_message_has_every_field_of_the_list_with_the_type_that_goes_with_it()
    {
        foreach (var field in SubscriberFields.All)
        {
            var described = SubscriberSummary.Descriptor.FindFieldByName(field.Name);
            Assert.True(described is not null, $"SubscriberSummary has no {field.Name}.");
            var expected = field.Type switch
            {
                RowFieldType.Flag => FieldType.Bool,
                RowFieldType.Level => FieldType.Int32,
                RowFieldType.Time => FieldType.Message,
                RowFieldType.Number => field.Scale == 1 ? FieldType.Int64 : FieldType.Double,
                _ => FieldType.String,
            };
            Assert.Equal((field.Name, expected, field.Type == RowFieldType.Set), (described.Name, described.FieldType, described.IsRepeated));
        }
    }

    [Fact]
    public async Task A_search_filters_orders_pages_masks_and_counts()
    {
        await using var server = await StartAsync();
        await PutAsync(server, [.. Enumerable.Range(0, 25).Select(i => Row($"s-{i:00}", 1, i % 2 == 0 ? 4 : 2, "Beijing", i * 1_000))]);
        var request = new SearchSubscribersRequest { Filter = "value_class = HIGH AND region = \"Bei*\"", OrderBy = "churn_probability desc", PageSize = 5, CountTotal = true, ReadMask = FieldMask.FromString("subscriber_id,churn_probability") };
        var ids = new List<string>();
        do
        {
            var page = await server.Subscribers.SearchSubscribersAsync(request);
            Assert.Equal(13, page.TotalSize);
            Assert.NotNull(page.AsOf);
            Assert.All(page.Subscribers, s => Assert.Equal((s.HasChurnProbability, s.ValueClass, s.Version), (true, "", 0)));
            ids.AddRange(page.Subscribers.Select(s => s.SubscriberId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(Enumerable.Range(0, 13).Select(i => $"s-{24 - (2 * i):00}"), ids);

        var whole = Assert.Single((await server.Subscribers.SearchSubscribersAsync(new SearchSubscribersRequest { Filter = "subscriber_id = s-03" })).Subscribers);
        Assert.Equal(("LOW_TO_IMPROVE", "Beijing", 1, 0.003), (whole.ValueClass, whole.Region, whole.Version, whole.ChurnProbability));
        Assert.False(whole.HasArrearsDays);
        Assert.Equal(["FAMILY_PLAN"], whole.Measures);
    }

    [Theory]
    [InlineData("nothing = 1", "", 0, "filter", "at position 1: there is no field 'nothing'")]
    [InlineData("", "region", 0, "order_by", "lists are not ordered by 'region', but by subscriber_id, activation_time")]
    [InlineData("", "arrears_days up", 0, "order_by", "'field desc'")]
    [InlineData("", "", 1_001, "page_size", "give 0 to 1000")]
    public async Task What_cannot_be_understood_is_refused(string filter, string order, int size, string field, string says)
    {
        await using var server = await StartAsync();
        var exception = await Assert.ThrowsAsync<RpcException>(async () => await server.Subscribers.SearchSubscribersAsync(new SearchSubscribersRequest { Filter = filter, OrderBy = order, PageSize = size }));
        Assert.Equal(StatusCode.InvalidArgument, exception.StatusCode);
        Assert.StartsWith(field, exception.Status.Detail, StringComparison.Ordinal);
        Assert.Contains(says, exception.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_token_goes_with_its_filter_and_order_only()
    {
        await using var server = await StartAsync();
        await PutAsync(server, Row("a", 1, 4, "", 1), Row("b", 1, 4, "", 2));
        var token = (await server.Subscribers.SearchSubscribersAsync(new SearchSubscribersRequest { PageSize = 1 })).NextPageToken;
        foreach (var other in (SearchSubscribersRequest[])[new() { PageToken = token, Filter = "status = NONE" }, new() { PageToken = token, OrderBy = "subscriber_id desc" }, new() { PageToken = token[..^1] }, new() { PageToken = "x" }])
        {
            var exception = await Assert.ThrowsAsync<RpcException>(async () => await server.Subscribers.SearchSubscribersAsync(other));
            Assert.StartsWith("page_token", exception.Status.Detail, StringComparison.Ordinal);
        }
        Assert.Equal("b", Assert.Single((await server.Subscribers.SearchSubscribersAsync(new SearchSubscribersRequest { PageToken = token, PageSize = 9 })).Subscribers).SubscriberId);
    }

    [Fact]
    public async Task A_population_is_counted_by_one_or_two_classes_and_as_csv()
    {
        await using var server = await StartAsync();
        await PutAsync(server, Row("a", 1, 4, "Beijing", 1), Row("b", 1, 4, "Tianjin, east", 1), Row("c", 1, 2, "Tianjin, east", 1), Row("d", 1, 2, "=1", 1));
        var reports = new V1.Reports.ReportsClient(server.Channel);
        var report = await reports.GetPopulationAsync(new GetPopulationRequest { By = { "region", "value_class" }, Filter = "region != Beijing", Csv = true });
        Assert.Equal(3, report.Total);
        Assert.Equal("region,value_class,subscribers\r\n'=1,LOW_TO_IMPROVE,1\r\n\"Tianjin, east\",LOW_TO_IMPROVE,1\r\n\"Tianjin, east\",HIGH,1\r\n", report.Csv);
        Assert.Equal([2L, 2], (await reports.GetPopulationAsync(new GetPopulationRequest { By = { "value_class" } })).Counts.Select(c => c.Subscribers));
        var grid = await reports.GetRfmGridAsync(new GetRfmGridRequest());
        Assert.Equal((4, 4), (grid.Total, Assert.Single(grid.Cells).Subscribers));

        var unknown = await Assert.ThrowsAsync<RpcException>(async () => await reports.GetPopulationAsync(new GetPopulationRequest { By = { "arrears_days" } }));
        Assert.Contains("by is 'arrears_days'; give one of status, brand,", unknown.Status.Detail, StringComparison.Ordinal);
        var number = await Assert.ThrowsAsync<RpcException>(async () => await reports.GetPopulationAsync(new GetPopulationRequest { By = { "region" }, Filter = "arrears_days > 3" }));
        Assert.Contains("reports count by classes", number.Status.Detail, StringComparison.Ordinal);
        var gone = await Assert.ThrowsAsync<RpcException>(async () => await reports.GetPopulationAsync(new GetPopulationRequest { By = { "region" }, Day = "2020-01-01" }));
        Assert.Equal(StatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Movements_say_who_went_from_where_to_where()
    {
        await using var server = await StartAsync();
        await PutAsync(server, Row("a", 1, 4, "x", 1), Row("b", 1, 4, "x", 1), Row("c", 1, 2, "x", 1));
        var model = server.Services.GetRequiredService<IReadModel>();
        await model.KeepDayAsync(new ReportDay(20_454, 1, false), CancellationToken.None);
        await PutAsync(server, Row("a", 2, 2, "x", 1), Row("d", 1, 5, "x", 1), Row("e", 1, 5, "y", 1));
        var report = await new V1.Reports.ReportsClient(server.Channel).GetMovementsAsync(new GetMovementsRequest { By = "value_class", StartDay = "2026-01-01", MaxSubscribers = 5, Filter = "region = x", Csv = true });
        Assert.Equal((2L, 2L), (report.Moved, report.Stayed));
        Assert.Equal(
            [("", "IMPORTANT", true, "d"), ("HIGH", "HIGH", false, "b"), ("HIGH", "LOW_TO_IMPROVE", false, "a"), ("LOW_TO_IMPROVE", "LOW_TO_IMPROVE", false, "c")],
            report.Movements.Select(m => (m.From, m.To, m.New, string.Join(',', m.SubscriberIds))));
        Assert.StartsWith("from,to,new,subscribers\r\n,IMPORTANT,true,1\r\n", report.Csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_is_kept_when_it_ends_and_what_was_missed_is_made_up_and_marked()
    {
        await using var server = await StartAsync();
        var clock = server.Services.GetRequiredService<Domain.Time.IBusinessClock>();
        var keeper = server.Services.GetRequiredService<DayKeeper>();
        var model = server.Services.GetRequiredService<IReadModel>();
        clock.Observe(At("2026-01-10T12:00:00Z"));
        await PutAsync(server, Row("a", 1, 4, "x", 1));
        await keeper.LookAsync(CancellationToken.None);
        Assert.Empty(await model.ListDaysAsync(CancellationToken.None));
        clock.Observe(At("2026-01-11T00:00:01Z"));
        await keeper.LookAsync(CancellationToken.None);
        await keeper.LookAsync(CancellationToken.None);
        // Over three midnights at once: only what was known afterwards can be kept.
        foreach (var time in (string[])["2026-01-12T00:00:01Z", "2026-01-13T00:00:01Z", "2026-01-14T00:00:01Z", "2026-01-14T09:00:00Z"]) clock.Observe(At(time));
        await keeper.LookAsync(CancellationToken.None);
        var days = (await new V1.Reports.ReportsClient(server.Channel).ListReportDaysAsync(new ListReportDaysRequest())).Days;
        Assert.Equal([("2026-01-10", false), ("2026-01-11", true), ("2026-01-12", true), ("2026-01-13", true)], days.Select(d => (d.Day, d.MadeUp)));
        Assert.All(days.Skip(1), d => Assert.Equal("2026-01-14T09:00:00Z", d.AsOf.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task The_kpi_counts_months_by_the_month_after_and_forecasts_with_losses_and_gains()
    {
        await using var server = await StartAsync();
        var clock = server.Services.GetRequiredService<Domain.Time.IBusinessClock>();
        var model = server.Services.GetRequiredService<IReadModel>();
        var reports = new V1.Reports.ReportsClient(server.Channel);
        SubscriberRow Of(string id, long version, bool counts, int near = 0) => new(id, version, 1, (SubscriberFields.CountsInKpi, counts ? 1 : 0), (SubscriberFields.MidHighEnd, near), (SubscriberFields.BillBand, 2));
        // Known in January: December's; ten count, two are quasi.
        await PutAsync(server, [.. Enumerable.Range(0, 12).Select(i => Of($"s-{i:00}", 1, i < 10, i < 10 ? 2 : 1))]);
        await model.KeepDayAsync(new ReportDay(Day(2026, 1, 20), 1, false), CancellationToken.None);
        await model.KeepDayAsync(new ReportDay(Day(2026, 1, 31), 1, false), CancellationToken.None);
        // In February: January's; two lost, one quasi and one new gained: only the quasi one was to be expected.
        await PutAsync(server, Of("s-00", 2, false, 2), Of("s-01", 2, false, 2), Of("s-10", 2, true, 2), Of("new", 1, true, 2));
        clock.Observe(At("2026-02-10T12:00:00Z"));
        var report = await reports.GetMidHighEndKpiAsync(new GetMidHighEndKpiRequest { Target = 20, Csv = true });
        var january = Assert.Single(report.Months);
        Assert.Equal(("2026-01", 10, "", 2, 1), (january.Month_, january.Subscribers, january.Day, january.Lost, january.Gained));
        // A fifth goes every month, and one comes.
        var (sum, now) = (10.0, 10.0);
        for (var month = 2; month <= 12; month++) sum += now = (now * 0.8) + 1;
        Assert.Equal((10, Math.Round(sum / 12, 9), Math.Round(20 - (sum / 12), 9)), (report.Average, Math.Round(report.Forecast, 9), Math.Round(report.Gap, 9)));
        Assert.Equal([(2, 10L)], report.Bands.Select(b => (b.BillBand, b.Subscribers)));
        Assert.Equal("month,subscribers,lost,gained,day,made_up\r\n2026-01,10,2,1,,false\r\n", report.Csv);

        var past = await reports.GetMidHighEndKpiAsync(new GetMidHighEndKpiRequest { Year = 2025 });
        Assert.Equal(("2025-12", "2026-01-31", false), (Assert.Single(past.Months).Month_, past.Months[0].Day, past.HasForecast));
    }

    [Fact]
    public async Task A_cohort_is_followed_by_months_and_now()
    {
        await using var server = await StartAsync();
        var model = server.Services.GetRequiredService<IReadModel>();
        SubscriberRow Of(string id, long version, int end, int status = 1) => new(id, version, 1, (SubscriberFields.MidHighEnd, end), (SubscriberFields.Status, status));
        await PutAsync(server, Of("a", 1, 2), Of("b", 1, 2), Of("c", 1, 2), Of("d", 1, 2), Of("other", 1, 1));
        await model.KeepDayAsync(new ReportDay(Day(2026, 1, 15), 1, false), CancellationToken.None);
        await PutAsync(server, Of("a", 2, 1));
        await model.KeepDayAsync(new ReportDay(Day(2026, 2, 27), 2, false), CancellationToken.None);
        await model.KeepDayAsync(new ReportDay(Day(2026, 2, 28), 2, true), CancellationToken.None);
        await PutAsync(server, Of("b", 2, 2, status: 3), Of("other", 2, 2), Of("new", 1, 2));
        await model.DeleteAsync("c");
        var report = await new V1.Reports.ReportsClient(server.Channel).GetCohortRetentionAsync(new GetCohortRetentionRequest { Day = "2026-01-15", Csv = true });
        Assert.Equal(4, report.Cohort);
        Assert.Equal([("2026-02-28", 4L, 3L, 0.75, true), ("", 2L, 1L, 0.25, false)], report.Points.Select(p => (p.Day, p.OnNetwork, p.Retained, p.Rate, p.MadeUp)));
        Assert.EndsWith(",4,2,1,0.25,false\r\n", report.Csv, StringComparison.Ordinal);
    }

    private static SubscriberRow Row(string id, long version, int value, string region, long churn) => new(
        id, version, 1, (SubscriberFields.ValueClass, value), (SubscriberFields.Region, region), (SubscriberFields.ChurnProbability, churn), (SubscriberFields.Measures, 1 << 3));
}
