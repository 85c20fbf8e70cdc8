using CustomerGrains.Domain.Consumption;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Tests.Consumption;

public class TrendTests
{
    private static readonly DateTime July15 = Utc(2024, 7, 15);

    [Theory]
    [InlineData(100, 200, 300, 0.5, 1)]
    [InlineData(90, 0, 110, 10.0 / (200.0 / 3), 1)]
    [InlineData(90, 100, 110, 0.1, 1)]
    [InlineData(91, 100, 109, 0.09, 0)]
    [InlineData(100, 100, 100, 0.0, 0)]
    [InlineData(100, 900, 100, 0.0, 0)]
    [InlineData(110, 100, 90, -0.1, -1)]
    [InlineData(300, 0, 0, -1.5, -1)]
    [InlineData(0, 0, 300, 1.5, 1)]
    public void The_slope_is_a_share_of_the_mean_a_month(int april, int may, int june, double slope, int direction)
    {
        var subscriber = Registered(Utc(2020, 1, 1));
        Use(subscriber, Utc(2024, 3, 31, 23, 59, 59), 10_000); // neither the month before
        Use(subscriber, Utc(2024, 4, 1), april);
        Use(subscriber, Utc(2024, 5, 31, 23, 59, 59), may);
        Use(subscriber, Utc(2024, 6, 30, 23, 59, 59), june);
        Use(subscriber, Utc(2024, 7, 1), 10_000); // nor the one that is not over
        var trend = Trend(subscriber, July15);
        Assert.Equal(slope, trend.SlopePerMonth!.Value, 12);
        Assert.Equal(direction, trend.Direction);
    }

    [Fact]
    public void There_is_no_slope_without_three_full_months()
    {
        foreach (var (activation, expected) in new (DateTime, double?)[] { (Utc(2024, 4, 1), 0.5), (Utc(2024, 4, 1, 0, 0, 1), null), (Utc(2024, 7, 1), null), (Utc(2030, 1, 1), null) })
        {
            var subscriber = Registered(activation);
            Use(subscriber, Utc(2024, 4, 2), 100);
            Use(subscriber, Utc(2024, 5, 2), 200);
            Use(subscriber, Utc(2024, 6, 2), 300);
            Assert.Equal(expected, Trend(subscriber, July15).SlopePerMonth);
            Assert.Equal(expected is null ? null : 1, Trend(subscriber, July15).Direction);
            Assert.Equal(300UL, Trend(subscriber, Utc(2024, 6, 30)).MonthToDate); // which needs no history
        }
    }

    [Fact]
    public void There_is_no_slope_where_nothing_was_used_or_nobody_is_registered()
    {
        var subscriber = Registered(Utc(2020, 1, 1));
        Assert.Null(Trend(subscriber, July15).SlopePerMonth);
        Use(subscriber, Utc(2024, 5, 2), 100);
        Use(subscriber, Utc(2024, 5, 2), 100, reversal: true);
        Assert.Null(Trend(subscriber, July15).SlopePerMonth);
        var unknown = new Subscriber(new FoldParameters("UTC"));
        Use(unknown, Utc(2024, 5, 2), 100);
        Assert.Null(Trend(unknown, July15).SlopePerMonth);
    }

    [Fact]
    public void Months_are_those_of_the_operators_clock()
    {
        var newYork = Registered(Utc(2020, 1, 1), new FoldParameters("America/New_York", 62));
        Use(newYork, Utc(2024, 4, 1, 3, 59, 59), 1); // March still
        Use(newYork, Utc(2024, 4, 1, 4), 100);
        Use(newYork, Utc(2024, 7, 1, 3, 59, 59), 300); // June still
        Use(newYork, Utc(2024, 7, 1, 4), 7);
        var trend = Trend(newYork, Utc(2024, 7, 1, 4));
        Assert.Equal((300.0 - 100) / 2 / (400.0 / 3), trend.SlopePerMonth!.Value, 12);
        Assert.Equal((7UL, 0UL), (trend.MonthToDate, trend.SameDaysBefore));
        Assert.Equal(300UL, Trend(newYork, Utc(2024, 7, 1, 3, 59, 59)).MonthToDate);
    }

    [Fact]
    public void This_month_to_date_stands_against_the_same_days_of_the_month_before()
    {
        var subscriber = Registered(Utc(2020, 1, 1), new FoldParameters("UTC", 62));
        Use(subscriber, Utc(2024, 6, 1), 1);
        Use(subscriber, Utc(2024, 6, 10, 23, 59, 59), 10);
        Use(subscriber, Utc(2024, 6, 11), 100);
        Use(subscriber, Utc(2024, 6, 10), 4, reversal: true);
        Use(subscriber, Utc(2024, 7, 2), 1_000);
        Assert.Equal(new UsageTrend(ServiceKind.Voice, (111.0 - 4) / 2 / ((111.0 - 4) / 3), 1_000, 7, false), Trend(subscriber, Utc(2024, 7, 10)));
        Assert.Equal(1UL, Trend(subscriber, Utc(2024, 7, 9)).SameDaysBefore);
        Assert.Equal(107UL, Trend(subscriber, Utc(2024, 7, 30)).SameDaysBefore);
        Assert.Equal(107UL, Trend(subscriber, Utc(2024, 7, 31)).SameDaysBefore); // June has no 31st
    }

    [Fact]
    public void A_day_that_clocks_are_changed_on_is_a_day()
    {
        var london = Registered(Utc(2020, 1, 1), new FoldParameters("Europe/London", 62));
        Use(london, Utc(2024, 3, 31, 0, 59, 59), 1); // before the hour that is not there
        Use(london, Utc(2024, 3, 31, 22, 59, 59), 2); // 23:59:59 in summer time
        Use(london, Utc(2024, 3, 31, 23), 4); // 1 April
        Assert.Equal((4UL, 0UL), (Trend(london, Utc(2024, 4, 30)).MonthToDate, Trend(london, Utc(2024, 4, 29, 22, 59, 59)).SameDaysBefore));
        Assert.Equal(3UL, Trend(london, Utc(2024, 3, 31, 22, 59, 59)).MonthToDate);
    }

    [Fact]
    public void Days_that_are_no_longer_kept_are_a_share_of_the_month()
    {
        var subscriber = Registered(Utc(2020, 1, 1)); // 35 days
        Use(subscriber, Utc(2024, 6, 29), 300);
        Use(subscriber, Utc(2024, 7, 5), 1); // 1 June is the first of 35 days
        Assert.Equal((0UL, false), (Trend(subscriber, Utc(2024, 7, 5)).SameDaysBefore, Trend(subscriber, Utc(2024, 7, 5)).IsProrated));
        Use(subscriber, Utc(2024, 7, 6), 1);
        Assert.Equal((50UL, true), (Trend(subscriber, Utc(2024, 7, 5)).SameDaysBefore, Trend(subscriber, Utc(2024, 7, 5)).IsProrated));
        Assert.Equal((300UL, false), (Trend(subscriber, Utc(2024, 7, 30)).SameDaysBefore, Trend(subscriber, Utc(2024, 7, 30)).IsProrated));
    }

    [Fact]
    public void A_leap_day_is_the_whole_of_february()
    {
        var subscriber = Registered(Utc(2020, 1, 1));
        Use(subscriber, Utc(2024, 2, 29, 23, 59, 59), 29);
        Use(subscriber, Utc(2024, 3, 29), 1);
        Assert.Equal((29UL, false), (Trend(subscriber, Utc(2024, 3, 29)).SameDaysBefore, Trend(subscriber, Utc(2024, 3, 29)).IsProrated));
        Assert.True(Trend(subscriber, Utc(2024, 3, 28)).IsProrated);
    }

    [Fact]
    public void Messages_are_counted_and_octets_summed()
    {
        var subscriber = Registered(Utc(2020, 1, 1));
        subscriber.Take(Subscriber.Cause(1),
            new Support.Usage("a", Seconds(July15)) { Service = ServiceKind.Sms, Count = 5, Duration = 77 },
            new Support.Usage("b", Seconds(July15)) { Service = ServiceKind.Data, Up = ulong.MaxValue, Direction = UsageDirection.Incoming },
            new Support.Usage("c", Seconds(July15)) { Service = ServiceKind.Data, Up = ulong.MaxValue });
        Assert.Equal(5UL, Trend(subscriber, July15, ServiceKind.Sms).MonthToDate);
        Assert.Equal((ulong)long.MaxValue + 1, Trend(subscriber, July15, ServiceKind.Data).MonthToDate); // the nearest that a double has
    }

    private static UsageTrend Trend(Subscriber subscriber, DateTime now, ServiceKind service = ServiceKind.Voice) =>
        UsageTrend.Of(subscriber.State, service, subscriber.Parameters, Seconds(now));

    private static Subscriber Registered(DateTime activation, FoldParameters? parameters = null)
    {
        var subscriber = new Subscriber(parameters ?? new FoldParameters("UTC"));
        subscriber.Register(new SubscriberProfile(Seconds(activation), "p", "b", "r"));
        return subscriber;
    }

    private static void Use(Subscriber subscriber, DateTime at, int seconds, bool reversal = false) => subscriber.Take(
        Subscriber.Cause(subscriber.State.Version),
        new Support.Usage("u" + subscriber.State.Version, Seconds(at)) { Duration = (ulong)seconds, ReversalOf = reversal ? "x" : "", Direction = seconds % 2 == 0 ? UsageDirection.Incoming : UsageDirection.Outgoing });

    private static DateTime Utc(int year, int month, int day, int hour = 0, int minute = 0, int second = 0) => new(year, month, day, hour, minute, second, DateTimeKind.Utc);

    private static long Seconds(DateTime time) => new DateTimeOffset(time).ToUnixTimeSeconds();
}
