using CustomerGrains.Domain.Rollups;
using CustomerGrains.Domain.Time;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.Tests.Search;

/// <summary>What is handed in, when it is written, and what becomes of it when it is not.</summary>
public sealed class ReadModelWriterTests
{
    [Fact]
    public async Task What_is_asked_for_later_goes_now_only_if_a_class_changed()
    {
        await using var server = await TestServer.StartAsync();
        await using var rows = new RowFixture();
        await using var writer = Writer(server, rows, new SteppedTime());
        await PutAsync(writer, Row(1, star: 1, days: 1), ifClassChanged: true);
        Assert.Equal((1, 1), await ReadAsync(rows));
        await PutAsync(writer, Row(2, star: 1, days: 2), ifClassChanged: true);
        Assert.Equal(((1, 1), 0), (await ReadAsync(rows), writer.Waiting));
        await PutAsync(writer, Row(3, star: 2, days: 3), ifClassChanged: true);
        Assert.Equal((2, 3), await ReadAsync(rows));
        await PutAsync(writer, Row(4, star: 2, days: 4));
        Assert.Equal((2, 4), await ReadAsync(rows));
        // One of two that wait is to be written in any case: then the later one is, with what it has.
        writer.Put(Row(5, star: 2, days: 5), Ticket.None);
        await PutAsync(writer, Row(6, star: 2, days: 6), ifClassChanged: true);
        Assert.Equal((2, 6), await ReadAsync(rows));
        writer.Put(Row(7, star: 2, days: 7), Ticket.None, ifClassChanged: true);
        await writer.FlushAsync(numbers: true, CancellationToken.None);
        Assert.Equal((2, 7), await ReadAsync(rows));
    }

    [Fact]
    public async Task The_last_row_of_a_subscriber_wins_in_whatever_order_they_come()
    {
        await using var server = await TestServer.StartAsync();
        await using var rows = new RowFixture();
        await using var writer = Writer(server, rows, new SteppedTime());
        writer.Put(Row(2, star: 2, days: 2), Ticket.None);
        await PutAsync(writer, Row(1, star: 1, days: 1));
        Assert.Equal((2, 2), await ReadAsync(rows));
    }

    [Fact]
    public async Task Rows_that_were_not_written_when_the_process_died_are_made_again()
    {
        await using var server = await TestServer.StartAsync();
        await using var rows = new RowFixture();
        server.Services.GetRequiredService<IBusinessClock>().Observe(1_000_000);
        await RegisterAsync(server, "early", "Beijing");
        await using (var first = Writer(server, rows, new SteppedTime()))
        {
            await first.CatchUpAsync(CancellationToken.None);
            Assert.False(first.IsBehind);
        }
        Assert.Equal(["early"], await rows.SearchAsync(null));

        // This one is never disposed: what it was handed in is lost, as in a crash.
        var dies = Writer(server, rows, new SteppedTime());
        await dies.FlushAsync(numbers: true, CancellationToken.None);
        server.Services.GetRequiredService<IBusinessClock>().Observe(2_000_000);
        await RegisterAsync(server, "late", "Xian");
        dies.Put(new SubscriberRow("late", 1, 1), Ticket.None);
        Assert.False(rows.Model.Stamp.IsClean);

        await using var next = Writer(server, rows, new SteppedTime());
        Assert.True(next.IsBehind);
        await next.CatchUpAsync(CancellationToken.None);
        Assert.False(next.IsBehind);
        Assert.Equal(["early", "late"], await rows.SearchAsync(null));
        Assert.Equal(["late"], await rows.SearchAsync(new RowCondition.Texts(SubscriberFields.Region, RowComparison.Equal, "Xian")));
    }

    [Fact]
    public async Task What_does_not_fit_into_the_queue_is_made_again_from_the_log()
    {
        await using var server = await TestServer.StartAsync();
        await using var rows = new RowFixture();
        foreach (var id in (string[])["a", "b", "c"]) await RegisterAsync(server, id, id);
        await using var writer = Writer(server, rows, new SteppedTime(), new ReadModelOptions { MaxWaiting = 2 });
        // In order from here on: nothing is behind but what is beyond the queue.
        await writer.CatchUpAsync(CancellationToken.None);
        Assert.Equal(3, rows.Model.Count);
        foreach (var id in (string[])["a", "b", "c"]) writer.Put(new SubscriberRow(id, 1, long.MaxValue / 2, (SubscriberFields.Region, "old")), Ticket.None);
        Assert.True(writer.IsBehind);
        Assert.Equal(2, writer.Waiting);
        await writer.FlushAsync(numbers: true, CancellationToken.None);
        Assert.True(writer.IsBehind);
        await writer.CatchUpAsync(CancellationToken.None);
        Assert.False(writer.IsBehind);
    }

    [Fact]
    public async Task A_row_whose_commit_cannot_be_vouched_for_is_made_again_from_disk()
    {
        await using var server = await TestServer.StartAsync();
        await using var rows = new RowFixture();
        await RegisterAsync(server, "a", "Beijing");
        await using var writer = Writer(server, rows, new SteppedTime());
        // A ticket of a process that is gone.
        writer.Put(new SubscriberRow("a", 9, 9, (SubscriberFields.Region, "never")), new Ticket(123_456, 1));
        await writer.FlushAsync(numbers: true, CancellationToken.None);
        Assert.Equal(["a"], await rows.SearchAsync(new RowCondition.Texts(SubscriberFields.Region, RowComparison.Equal, "Beijing")));
    }

    [Fact]
    public async Task As_of_stands_while_something_waits_and_a_clean_stop_leaves_nothing_behind()
    {
        await using var server = await TestServer.StartAsync();
        await using var rows = new RowFixture();
        var clock = server.Services.GetRequiredService<IBusinessClock>();
        clock.Observe(1_000_000);
        await using (var writer = Writer(server, rows, new SteppedTime()))
        {
            await writer.CatchUpAsync(CancellationToken.None);
            Assert.Equal(1_000_000, writer.AsOf);
            writer.Put(Row(1, 1, 1), Ticket.None);
            clock.Observe(1_005_000);
            Assert.Equal(1_000_000, writer.AsOf);
            await writer.FlushAsync(numbers: false, CancellationToken.None);
            Assert.Equal(1_005_000, writer.AsOf);
            writer.Put(Row(2, 1, 9), Ticket.None);
        }
        Assert.Equal((1, 9), await ReadAsync(rows));
        Assert.Equal(new ReadModelStamp(1_005_000, true), rows.Model.Stamp);
        await using var next = Writer(server, rows, new SteppedTime());
        Assert.False(next.IsBehind);
    }

    [Fact]
    public async Task Batches_grow_while_intake_is_not_full_and_the_oldest_go_first()
    {
        await using var server = await TestServer.StartAsync();
        await using var rows = new RowFixture();
        var load = new SetLoad();
        await using var writer = Writer(server, rows, new SteppedTime(), new ReadModelOptions { MaxRowsPerBatch = 8, MaxRowsPerFullBatch = 2 }, load: load);
        await writer.CatchUpAsync(CancellationToken.None);
        for (var i = 0; i < 50; i++) writer.Put(new SubscriberRow($"s-{i:00}", 1, 1, (SubscriberFields.StarLevel, 3)), Ticket.None);
        var counts = new List<int>();
        foreach (var isFull in (bool[])[false, false, false, false, true, true, true, false])
        {
            load.IsFull = isFull;
            await writer.FlushAsync(numbers: false, CancellationToken.None);
            counts.Add(rows.Model.Count);
        }
        Assert.Equal([2, 6, 14, 22, 26, 28, 30, 34], counts);
        Assert.Equal(Enumerable.Range(0, 34).Select(static i => $"s-{i:00}"), await rows.SearchAsync(null));
    }

    [Fact]
    public async Task What_is_still_to_be_handed_in_holds_back_how_far_the_rows_go()
    {
        await using var server = await TestServer.StartAsync();
        await using var rows = new RowFixture();
        var clock = server.Services.GetRequiredService<IBusinessClock>();
        clock.Observe(1_000_000);
        var oldest = 1_000_000L;
        await using (var writer = Writer(server, rows, new SteppedTime()))
        {
            await writer.CatchUpAsync(CancellationToken.None);
            var numbers = long.MaxValue;
            writer.Expect(() => oldest, () => numbers);
            clock.Observe(9_000_000);
            for (var i = 0; i < 3; i++) await PutAsync(writer, Row(1 + i, 1 + i, 1));
            Assert.Equal(1_000_000, rows.Model.Stamp.Time);
            (oldest, numbers) = (2_500_000, 1_500_000);
            Assert.Equal(2_500_000, writer.Expected);
        }
        Assert.Equal(new ReadModelStamp(1_500_000, false), rows.Model.Stamp);
    }

    [Fact]
    public async Task What_follows_from_a_row_holds_back_what_is_trusted_after_a_crash_and_no_row_and_none_is_told_behind_the_last_turn()
    {
        await using var server = await TestServer.StartAsync();
        await using var rows = new RowFixture();
        var follower = new Follower(rows);
        var told = new SubscriberRow("told", 1, 5) { Reports = [new TargetedReport(new RollupTarget(RollupKind.Customer, "c"), new MemberReport("told", 1, 5, null), false)] };
        await using (var writer = Writer(server, rows, new SteppedTime(), follower: follower))
        {
            var clock = server.Services.GetRequiredService<IBusinessClock>();
            await writer.CatchUpAsync(CancellationToken.None);
            follower.Late.Add("told");
            clock.Observe(1_000_000);
            writer.Put(told, Ticket.None);
            await PutAsync(writer, Row(1, 1, 1));
            Assert.Equal(["s"], follower.Written);
            clock.Observe(2_000_000);
            for (var i = 0; i < 3; i++) await writer.FlushAsync(numbers: false, CancellationToken.None);
            // Everything is in search; nothing is forgotten.
            Assert.Equal(["s", "told"], await rows.SearchAsync(null));
            Assert.Equal((0, 1, 4, 2_000_000), (writer.Waiting, writer.Owing, follower.Asked, writer.AsOf));
            Assert.Equal((5, long.MaxValue), (writer.OwedTo([new RollupTarget(RollupKind.Customer, "c")]), writer.OwedTo([new RollupTarget(RollupKind.Account, "c")])));
            // In quiet the stamp is written only when it moves by ten seconds.
            Assert.InRange(rows.Model.Stamp.Time, 0, 5);
            Assert.False(rows.Model.Stamp.IsClean);
            follower.Late.Clear();
            for (var i = 0; i < 3; i++) await writer.FlushAsync(numbers: false, CancellationToken.None);
            Assert.Equal((0, 5, 2_000_000), (writer.Owing, follower.Asked, rows.Model.Stamp.Time));
            writer.Put(new SubscriberRow("last", 1, 5) { Reports = told.Reports }, Ticket.None);
        }
        Assert.Equal((5, false), (follower.Asked, rows.Model.Stamp.IsClean));
        Assert.InRange(rows.Model.Stamp.Time, 0, 5);
        Assert.Equal(["s", "told"], await rows.SearchAsync(null));
    }

    private sealed class Follower(RowFixture model) : IRowFollower
    {
        /// <summary>What was in search when it was asked first.</summary>
        internal List<string>? Written { get; private set; }

        internal HashSet<string> Late { get; } = [];

        internal int Asked { get; private set; }

        public async Task<IReadOnlySet<string>> FollowAsync(IReadOnlyCollection<SubscriberRow> rows, CancellationToken cancellationToken)
        {
            Asked++;
            Written ??= await model.SearchAsync(null);
            return Late;
        }
    }

    private static ReadModelWriter Writer(TestServer server, RowFixture rows, TimeProvider time, ReadModelOptions? options = null, IRowFollower? follower = null, IIntakeLoad? load = null) => new(
        rows.Model, server.Services.GetRequiredService<IStore>(), server.Services.GetRequiredService<IRowSource>(), follower ?? server.Services.GetRequiredService<IRowFollower>(), server.Services.GetRequiredService<IBusinessClock>(),
        time, options ?? new ReadModelOptions(), load ?? new SetLoad(), NullLogger<ReadModelWriter>.Instance);

    private static async Task PutAsync(ReadModelWriter writer, SubscriberRow row, bool ifClassChanged = false)
    {
        writer.Put(row, Ticket.None, ifClassChanged);
        await writer.FlushAsync(numbers: false, CancellationToken.None);
    }

    private static async Task RegisterAsync(TestServer server, string id, string region) => await server.Directory.RegisterSubscriberAsync(
        new RegisterSubscriberRequest { SubscriberId = id, ActivationTime = Timestamp.FromDateTimeOffset(TestServer.Epoch), Region = region, Plan = "p", Brand = "b" });

    private static SubscriberRow Row(long version, int star, int days) => new("s", version, version, (SubscriberFields.StarLevel, star), (SubscriberFields.ArrearsDays, days));

    private static async Task<(long Star, long Days)> ReadAsync(RowFixture rows)
    {
        var row = Assert.Single((await rows.Model.SearchAsync(new RowQuery(null, [], 10), CancellationToken.None)).Rows);
        return (row.Number(SubscriberFields.StarLevel), row.Number(SubscriberFields.ArrearsDays));
    }

    private sealed class SetLoad : IIntakeLoad
    {
        public bool IsFull { get; set; }
    }
}
