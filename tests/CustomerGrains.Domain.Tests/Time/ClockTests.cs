using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Tests.Time;

public class ClockTests
{
    private const long Day = 86_400_000;
    private const long Start = 1_700_000_000_000;

    [Fact]
    public void A_wall_clock_that_is_set_back_stands_still_until_it_has_caught_up()
    {
        var time = new SetTime { Milliseconds = Start };
        var clock = new WallClock(time, 0);
        Assert.Equal(Start, clock.Now);
        time.Milliseconds = Start - 5_000;
        Assert.Equal(Start, clock.Now);
        time.Milliseconds = Start + 1;
        Assert.Equal(Start + 1, clock.Now);
    }

    [Fact]
    public void A_wall_clock_is_never_behind_what_the_store_has_seen() =>
        Assert.Equal(Start + Day, new WallClock(new SetTime { Milliseconds = Start }, Start + Day).Now);

    [Fact]
    public void Events_do_not_move_a_wall_clock()
    {
        var clock = new WallClock(new SetTime { Milliseconds = Start }, 0);
        clock.Observe(Start + Day);
        Assert.Equal(Start, clock.Now);
    }

    [Theory]
    [InlineData(Day, TimeVerdict.Possible)]
    [InlineData(Day + 1, TimeVerdict.TooNew)]
    [InlineData(-92 * Day, TimeVerdict.Possible)]
    [InlineData((-92 * Day) - 1, TimeVerdict.TooOld)]
    [InlineData(253_402_300_799_000 - Start, TimeVerdict.TooNew)]
    [InlineData(-Start, TimeVerdict.TooOld)]
    public void A_wall_clock_takes_a_day_ahead_and_92_days_back(long ahead, TimeVerdict verdict) =>
        Assert.Equal(verdict, new WallClock(new SetTime { Milliseconds = Start }, 0).Judge(Start + ahead));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stamps_strictly_increase_whatever_the_clock_does(bool stream)
    {
        var time = new SetTime { Milliseconds = Start };
        IBusinessClock clock = stream ? new StreamClock(0) : new WallClock(time, 0);
        var random = new Random(3);
        var last = 0L;
        for (var i = 0; i < 50_000; i++)
        {
            if (random.Next(100) == 0) time.Milliseconds = Start + random.Next(-10_000, 10_000);
            if (random.Next(100) == 0) clock.Observe(Start + random.NextInt64(-Day, Day));
            var stamp = clock.Stamp();
            Assert.True(stamp > last);
            Assert.True(Stamps.Milliseconds(stamp) >= clock.Now || stamp == last + 1);
            last = stamp;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stamps_after_reopening_are_above_every_durable_one(bool stream)
    {
        var time = new SetTime { Milliseconds = Start };
        IBusinessClock Open(long now) => stream ? new StreamClock(now) : new WallClock(time, now);
        var (durable, last) = (0L, 0L);
        for (var run = 0; run < 20; run++)
        {
            var clock = Open(durable);
            // More than fit into a millisecond, so that stamps run ahead of the clock.
            for (var i = 0; i < 10_000; i++)
            {
                var stamp = clock.Stamp();
                Assert.True(stamp > last);
                last = stamp;
                durable = Math.Max(durable, Math.Max(clock.Now, Stamps.Milliseconds(stamp)));
            }
            time.Milliseconds -= 1_000;
        }
    }

    [Fact]
    public async Task Stamps_taken_on_many_threads_are_all_different()
    {
        var clock = new WallClock(new SetTime { Milliseconds = Start }, 0);
        var stamps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 20_000).Select(_ => clock.Stamp()).ToArray())));
        Assert.All(stamps, s => Assert.Equal(s.Order(), s));
        Assert.Equal(80_000, stamps.SelectMany(s => s).Distinct().Count());
    }

    [Fact]
    public void The_first_event_sets_a_stream_clock_and_later_ones_advance_it_by_a_day_at_most()
    {
        var clock = new StreamClock(0);
        Assert.Equal(0, clock.Now);
        clock.Observe(Start);
        Assert.Equal(Start, clock.Now);
        clock.Observe(Start - 1);
        Assert.Equal(Start, clock.Now);
        clock.Observe(Start + 10);
        Assert.Equal(Start + 10, clock.Now);
        clock.Observe(Start + (1_000 * Day));
        Assert.Equal(Start + 10 + Day, clock.Now);
    }

    [Fact]
    public void A_stream_clock_that_only_stamps_have_moved_is_still_set_by_the_first_event()
    {
        var clock = new StreamClock(7_000); // reopened: a source's stamps, no event yet
        clock.Observe(Start);
        Assert.Equal(Start, clock.Now);
    }

    [Fact]
    public void A_stream_clock_goes_on_where_the_store_was()
    {
        var clock = new StreamClock(Start);
        Assert.Equal(Start, clock.Now);
        clock.Observe(Start + (3 * Day));
        Assert.Equal(Start + Day, clock.Now);
    }

    [Fact]
    public void A_stream_clock_refuses_only_what_is_14_months_old()
    {
        var clock = new StreamClock(Start);
        Assert.Equal(TimeVerdict.Possible, clock.Judge(Start + (3_000 * Day)));
        Assert.Equal(TimeVerdict.Possible, clock.Judge(Start - (427 * Day)));
        Assert.Equal(TimeVerdict.TooOld, clock.Judge(Start - (427 * Day) - 1));
        Assert.Equal(TimeVerdict.Possible, new StreamClock(0).Judge(0));
    }

    private sealed class SetTime : TimeProvider
    {
        internal long Milliseconds { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);
    }
}
