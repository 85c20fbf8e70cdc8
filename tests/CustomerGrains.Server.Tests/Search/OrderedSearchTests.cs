using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Tests.Search;

/// <summary>Conditions and orders that memory narrows down before rows are read: nothing of that may show.</summary>
public sealed class OrderedSearchTests
{
    private static readonly int[] Sizes = [17, 97, 500, 1_000];

    [Fact]
    public async Task Pages_of_any_condition_and_order_are_those_of_a_full_sort_whatever_numbers_are_rounded_to()
    {
        await using var rows = new RowFixture();
        var random = new Random(55);
        var oracle = new OrderOracle(random);
        var all = Enumerable.Range(0, 3_001).Select(i => oracle.Row(i)).ToArray<SubscriberRow?>();
        await rows.WriteAsync(all!);
        await AskAsync(rows, all, oracle, random, 150);

        foreach (var i in Enumerable.Range(0, 600).Select(_ => random.Next(all.Length)).Distinct()) all[i] = oracle.Row(i, version: 2);
        await rows.WriteAsync([.. all.Where(static r => r!.Version == 2)!]);
        for (var i = 5; i < all.Length; i += 500)
        {
            await rows.Model.DeleteAsync(all[i]!.SubscriberId);
            all[i] = null;
        }
        await AskAsync(rows, all, oracle, random, 50);
        await rows.ReopenAsync();
        await AskAsync(rows, all, oracle, random, 50);
    }

    [Fact]
    public async Task Where_more_rows_are_equal_than_are_sorted_pages_are_the_same()
    {
        await using var rows = new RowFixture();
        var random = new Random(52);
        // The bills are rounded to one number.
        var all = Enumerable.Range(0, 21_000).Select(i => new SubscriberRow(
            OrderOracle.IdOf(i), 1, 1, (SubscriberFields.AverageBillMicros, (1L << 40) + random.Next(100)), (SubscriberFields.ArrearsDays, 0L), (SubscriberFields.StarLevel, i % 50 == 0 ? 5 : 1),
            (SubscriberFields.LastOutgoingTime, 1_770_000_000L + random.Next(50)))).ToArray();
        await rows.WriteAsync(all);
        RowField[] first = [SubscriberFields.AverageBillMicros, SubscriberFields.ArrearsDays, SubscriberFields.SubscriberId];
        foreach (var order in first.SelectMany(static f => (RowOrder[][])[[new(f, false)], [new(f, true)], [new(f, true), new(SubscriberFields.LastOutgoingTime, false)]]))
        {
            await CheckAsync(rows, all, new RowCondition.Numbers(SubscriberFields.AverageBillMicros, RowComparison.Greater, (1L << 40) + 97), r => r.Number(SubscriberFields.AverageBillMicros) > (1L << 40) + 97, order, 300);
            await CheckAsync(rows, all, new RowCondition.Numbers(SubscriberFields.StarLevel, RowComparison.Equal, 5), r => r.Number(SubscriberFields.StarLevel) == 5, order, 97);
        }
        await CheckAsync(rows, all, new RowCondition.Numbers(SubscriberFields.LastOutgoingTime, RowComparison.Less, 1_770_000_049), r => r.Number(SubscriberFields.LastOutgoingTime) < 1_770_000_049, [new(SubscriberFields.ArrearsDays, true)], 1_000);
    }

    /// <summary>Rows that stay as they are have to be on every walk through the pages, once, whatever the others do in front of and behind them.</summary>
    [Fact]
    public async Task Rows_that_move_while_pages_are_read_hide_no_other()
    {
        await using var rows = new RowFixture();
        var random = new Random(53);
        SubscriberRow Of(int i, long version) => new(OrderOracle.IdOf(i), version, version, (SubscriberFields.AverageBillMicros, (1L << 30) + random.Next(5_000)), (SubscriberFields.StarLevel, 3));
        var all = Enumerable.Range(0, 2_000).Select(i => Of(i, 1)).ToArray();
        await rows.WriteAsync(all);
        var staying = all.Where(static (_, i) => i % 4 == 0).Select(static r => r.SubscriberId).ToHashSet();
        var condition = new RowCondition.Numbers(SubscriberFields.StarLevel, RowComparison.Equal, 3);
        using var stop = new CancellationTokenSource();
        var moving = Task.Run(async () =>
        {
            for (var version = 2; !stop.IsCancellationRequested; version++) await rows.WriteAsync([.. Enumerable.Range(0, all.Length).Where(static i => i % 4 != 0).Select(i => Of(i, version))]);
            return stop.IsCancellationRequested;
        });
        for (var walk = 0; walk < 30; walk++)
        {
            RowOrder[] order = [new(SubscriberFields.AverageBillMicros, walk % 2 == 0)];
            var expected = OrderOracle.Sorted(all, r => staying.Contains(r.SubscriberId), order);
            var found = await rows.SearchAsync(condition, 20, order);
            Assert.Equal(expected, found.Where(staying.Contains));
        }
        await stop.CancelAsync();
        Assert.True(await moving);
    }

    [Fact]
    public async Task Reports_are_of_classes_alone()
    {
        await using var rows = new RowFixture();
        await rows.WriteAsync(new SubscriberRow("a", 1, 1, (SubscriberFields.ArrearsDays, 5L)));
        await rows.Model.KeepDayAsync(new ReportDay(20_000, 1, false), CancellationToken.None);
        var condition = new RowCondition.Numbers(SubscriberFields.ArrearsDays, RowComparison.Equal, 5);
        var day = (await rows.Model.OpenDayAsync(20_000, [SubscriberFields.StarLevel], CancellationToken.None))!;
        Assert.Throws<ArgumentException>(() => day.Match(condition));
        await Assert.ThrowsAsync<ArgumentException>(() => rows.Model.ReadClassesAsync(view => view.Match(condition).Count, CancellationToken.None));
    }

    private static async Task AskAsync(RowFixture rows, SubscriberRow?[] all, OrderOracle oracle, Random random, int questions)
    {
        var (some, none) = (0, 0);
        for (var i = 0; i < questions; i++)
        {
            var (condition, holds) = oracle.Condition(2);
            if (await CheckAsync(rows, all, condition, holds, oracle.Order(), Sizes[random.Next(Sizes.Length)]) > 0) some++;
            else none++;
        }
        Assert.True(some > questions / 2 && none > 0, $"{some} conditions found somebody, {none} nobody: too much alike.");
    }

    /// <returns>How many there were to find.</returns>
    private static async Task<int> CheckAsync(RowFixture rows, IEnumerable<SubscriberRow?> all, RowCondition condition, Func<SubscriberRow, bool> holds, RowOrder[] order, int size)
    {
        var expected = OrderOracle.Sorted(all, holds, order);
        var found = await rows.SearchAsync(condition, size, order);
        Assert.True(expected.SequenceEqual(found), $"{Text(condition)} by {string.Join(", ", order)}, {size} a page: {found.Count} found, not {expected.Count}, or in another order");
        Assert.Equal(expected.Count, await rows.Model.CountAsync(condition, CancellationToken.None));
        return expected.Count;
    }

    private static string Text(RowCondition condition) => condition switch
    {
        RowCondition.And and => $"({string.Join(" AND ", and.Terms.Select(Text))})",
        RowCondition.Or or => $"({string.Join(" OR ", or.Terms.Select(Text))})",
        RowCondition.Not not => $"NOT {Text(not.Term)}",
        _ => condition.ToString(),
    };
}
