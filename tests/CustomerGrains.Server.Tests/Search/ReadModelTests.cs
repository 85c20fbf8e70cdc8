using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Tests.Search;

/// <summary>Rows, orders, pages and days of the read model.</summary>
public sealed class ReadModelTests
{
    [Fact]
    public async Task An_older_version_never_overwrites_a_newer_and_a_later_time_of_the_same_version_does()
    {
        await using var rows = new RowFixture();
        await rows.WriteAsync(Row("a", 5, 50, 5));
        await rows.WriteAsync(Row("a", 4, 60, 4));
        Assert.Equal(5, await StarOf(rows, "a"));
        await rows.WriteAsync(Row("a", 5, 49, 4));
        Assert.Equal(5, await StarOf(rows, "a"));
        await rows.WriteAsync(Row("a", 5, 51, 3));
        Assert.Equal(3, await StarOf(rows, "a"));
        await rows.WriteAsync(Row("a", 6, 1, 2), Row("b", 1, 1, 1), Row("b", 2, 1, 4));
        await rows.ReopenAsync();
        Assert.Equal((2, 4), (await StarOf(rows, "a"), await StarOf(rows, "b")));
        Assert.False(rows.Model.IsClassChange(Row("b", 3, 2, 4)));
        Assert.True(rows.Model.IsClassChange(Row("b", 3, 2, 5)));

        await rows.Model.DeleteAsync("a");
        Assert.Equal(["b"], await rows.SearchAsync(null));
        Assert.Equal(1, rows.Model.Count);
    }

    [Fact]
    public async Task Every_order_pages_through_everything_once_also_where_values_are_equal_or_absent()
    {
        await using var rows = new RowFixture();
        var random = new Random(132);
        var all = Enumerable.Range(0, 100).Select(i => new SubscriberRow($"s-{i:000}", 1, 1, (SubscriberFields.ArrearsDays, random.Next(3) == 0 ? SubscriberRow.Absent : random.Next(4)), (SubscriberFields.AverageBillMicros, (long)random.Next(3)))).ToArray();
        await rows.WriteAsync(all);
        foreach (var (first, second) in ((bool, bool)[])[(false, false), (false, true), (true, false), (true, true)])
        {
            Check(all, await rows.SearchAsync(null, 7, new RowOrder(SubscriberFields.ArrearsDays, first), new RowOrder(SubscriberFields.AverageBillMicros, second)), first, second);
        }

        static void Check(SubscriberRow[] all, List<string> found, bool first, bool second)
        {
            Assert.Equal(all.Select(r => r.SubscriberId).Order(), found.Order());
            var keys = found.Select(id => all.Single(r => r.SubscriberId == id)).Select(r => ((first ? -1m : 1m) * r.Number(SubscriberFields.ArrearsDays), (second ? -1m : 1m) * r.Number(SubscriberFields.AverageBillMicros))).ToList();
            Assert.Equal(keys.Order(), keys);
        }
    }

    [Fact]
    public async Task Rows_that_change_in_some_fields_are_found_in_every_order_and_by_every_bound_as_if_they_were_new()
    {
        await using var rows = new RowFixture();
        var random = new Random(77);
        var sortable = SubscriberFields.All.Where(static f => f.IsSortable).ToArray();
        var values = Enumerable.Range(0, 60).Select(_ => sortable.ToDictionary(static f => f, static _ => (object)SubscriberRow.Absent)).ToArray();
        for (var version = 1; version <= 40; version++)
        {
            var batch = new List<SubscriberRow>();
            foreach (var i in Enumerable.Range(0, values.Length).Where(_ => random.Next(3) > 0))
            {
                // From no field to all of them.
                foreach (var field in sortable.Where(_ => random.Next(4) == 0)) values[i][field] = random.Next(4) == 0 ? SubscriberRow.Absent : (long)random.Next(5);
                batch.Add(new SubscriberRow($"s-{i:00}", version, version, [.. values[i].Select(static v => (v.Key, v.Value))]));
                // What is older changes nothing.
                batch.Add(new SubscriberRow($"s-{i:00}", version - 1, version, [.. sortable.Select(static f => (f, (object)9L))]));
            }
            await rows.WriteAsync([.. batch]);
        }
        foreach (var field in sortable)
        {
            var found = await rows.SearchAsync(null, 7, new RowOrder(field, false));
            Assert.Equal(values.Length, found.Distinct().Count());
            var keys = found.Select(id => (long)values[int.Parse(id.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture)][field]).ToList();
            Assert.Equal(keys.Order(), keys);
            Assert.Equal(values.Count(v => (long)v[field] >= 3), (await rows.SearchAsync(new RowCondition.Numbers(field, RowComparison.GreaterOrEqual, 3))).Count);
        }
    }

    [Fact]
    public async Task Rows_that_come_and_go_between_pages_disturb_no_other()
    {
        await using var rows = new RowFixture();
        await rows.WriteAsync([.. Enumerable.Range(0, 20).Select(i => new SubscriberRow($"s-{i:00}", 1, 1, (SubscriberFields.ArrearsDays, (long)i)))]);
        RowOrder[] order = [new(SubscriberFields.ArrearsDays, true)];
        var first = await rows.Model.SearchAsync(new RowQuery(null, order, 10), CancellationToken.None);
        await rows.WriteAsync(new SubscriberRow("new-high", 1, 1, (SubscriberFields.ArrearsDays, 99L)), new SubscriberRow("new-low", 1, 1, (SubscriberFields.ArrearsDays, 3L)));
        await rows.Model.DeleteAsync("s-10"); // the cursor's own
        var second = await rows.Model.SearchAsync(new RowQuery(null, order, 100, first.Next), CancellationToken.None);
        Assert.Equal(["s-09", "s-08", "s-07", "s-06", "s-05", "s-04", "new-low", "s-03", "s-02", "s-01", "s-00"], second.Rows.Select(r => r.SubscriberId));
    }

    [Fact]
    public async Task A_day_is_kept_once_and_survives_what_becomes_of_the_rows()
    {
        await using var rows = new RowFixture();
        await rows.WriteAsync(Row("a", 1, 1, 1, "Beijing"), Row("b", 1, 1, 2, "天津"), Row("c", 1, 1, 2, "天津"));
        await rows.Model.KeepDayAsync(new ReportDay(20_000, 77, false), CancellationToken.None);
        await rows.WriteAsync(Row("a", 2, 2, 5, "Xian"));
        await rows.Model.DeleteAsync("c");
        await rows.Model.KeepDayAsync(new ReportDay(20_000, 99, true), CancellationToken.None);
        await rows.ReopenAsync();

        Assert.Equal([new ReportDay(20_000, 77, false)], await rows.Model.ListDaysAsync(CancellationToken.None));
        var view = (await rows.Model.OpenDayAsync(20_000, [SubscriberFields.Region, SubscriberFields.StarLevel], CancellationToken.None))!;
        Assert.Equal([("Beijing", "1", 1), ("天津", "2", 2)], view.Count(view.All, SubscriberFields.Region, SubscriberFields.StarLevel).Select(c => (c.First, c.Second, c.Count)));
        Assert.Null(await rows.Model.OpenDayAsync(20_001, [], CancellationToken.None));

        // A number that was given is not given again, whoever goes.
        await rows.Model.DeleteAsync("b");
        await rows.ReopenAsync();
        await rows.WriteAsync(Row("d", 1, 1, 3));
        await rows.Model.ReadClassesAsync(now => { Assert.Equal([0, 3], now.All.Take(9)); return 0; }, CancellationToken.None);

        await rows.Model.ForgetDaysAsync(20_001, CancellationToken.None);
        Assert.Empty(await rows.Model.ListDaysAsync(CancellationToken.None));
    }

    private static SubscriberRow Row(string id, long version, long asOf, int star, string region = "") => new(id, version, asOf, (SubscriberFields.StarLevel, star), (SubscriberFields.Region, region));

    private static async Task<long> StarOf(RowFixture rows, string id) =>
        Assert.Single((await rows.Model.SearchAsync(new RowQuery(new RowCondition.Texts(SubscriberFields.SubscriberId, RowComparison.Equal, id), [], 10), CancellationToken.None)).Rows).Number(SubscriberFields.StarLevel);
}
