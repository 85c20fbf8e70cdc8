using CustomerGrains.Domain.Consumption;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Tests.Consumption;

public class AllowanceTests
{
    private const long July = 1_719_792_000; // 2024-07-01T00:00Z
    private const long Day = 86_400;
    private static readonly PlanAllowances Plan = new(100, 10, 1_000);

    [Fact]
    public void What_is_not_used_never_runs_out() => Assert.Equal(
        [new AllowanceUse(ServiceKind.Voice, 100, 0, null), new AllowanceUse(ServiceKind.Sms, 10, 0, null), new AllowanceUse(ServiceKind.Data, 1_000, 0, null)],
        Of(new Subscriber(new FoldParameters("UTC")), July + (30 * Day)));

    [Fact]
    public void What_the_plan_does_not_say_is_not_forecast()
    {
        Assert.Empty(AllowanceUse.Of(Used(10).State, PlanAllowances.None, new FoldParameters("UTC"), July));
        Assert.Equal(ServiceKind.Sms, Assert.Single(AllowanceUse.Of(Used(10).State, new PlanAllowances(null, 1, null), new FoldParameters("UTC"), July)).Service);
    }

    [Theory]
    [InlineData(50, 10 * Day, 20 * Day)] // half of it in ten days
    [InlineData(99, 10 * Day, 872_727L)] // 864,000 × 100 / 99
    [InlineData(10, 10 * Day, null)] // after a hundred days
    [InlineData(50, (15 * Day) + (Day / 2), null)] // with the month
    [InlineData(50, (15 * Day) + (Day / 2) - 1, (31 * Day) - 2)]
    [InlineData(100, 10 * Day, 10 * Day)] // used up
    [InlineData(500, 10 * Day, 10 * Day)]
    [InlineData(5, 0L, null)] // in the month's first second nothing can be told
    [InlineData(100, 0L, 0L)]
    public void It_runs_out_as_the_month_goes_on(int minutes, long now, long? runsOut)
    {
        var voice = Of(Used(minutes), July + now)[0];
        Assert.Equal(new AllowanceUse(ServiceKind.Voice, 100, minutes, July + runsOut), voice);
        Assert.Equal(Math.Max(0, 100 - minutes), voice.Left);
    }

    [Fact]
    public void An_allowance_of_nothing_is_used_up() => Assert.Equal(
        new AllowanceUse(ServiceKind.Voice, 0, 0, July + 5), Assert.Single(AllowanceUse.Of(Used(0).State, new PlanAllowances(0, null, null), new FoldParameters("UTC"), July + 5)));

    [Fact]
    public void Calls_count_when_they_go_out_each_rounded_up_messages_too_and_data_both_ways()
    {
        var subscriber = new Subscriber(new FoldParameters("UTC"));
        subscriber.Take(Subscriber.Cause(1),
            new Support.Usage("a", July) { Duration = 1 },
            new Support.Usage("b", July) { Duration = 61 },
            new Support.Usage("c", July) { Duration = 600, Direction = UsageDirection.Incoming },
            new Support.Usage("d", July) { Duration = 61, ReversalOf = "b" },
            new Support.Usage("e", July) { Service = ServiceKind.Sms, Count = 4 },
            new Support.Usage("f", July) { Service = ServiceKind.Sms, Count = 2, Direction = UsageDirection.Incoming },
            new Support.Usage("g", July) { Service = ServiceKind.Sms, ReversalOf = "e" },
            new Support.Usage("h", July) { Service = ServiceKind.Data, Up = 100, Down = 20 },
            new Support.Usage("i", July) { Service = ServiceKind.Data, Down = 3, Direction = UsageDirection.Incoming },
            new Support.Usage("j", July - 1) { Duration = 6_000 },
            new Support.Usage("k", July + (31 * Day)) { Duration = 6_000 });
        Assert.Equal([1L, 3L, 123L], Of(subscriber, July + Day).Select(a => a.Used));
    }

    [Fact]
    public void More_taken_back_than_used_is_nothing_used()
    {
        var subscriber = new Subscriber(new FoldParameters("UTC"));
        subscriber.Take(Subscriber.Cause(1), new Support.Usage("a", July) { Duration = 61, ReversalOf = "b" });
        Assert.Equal(new AllowanceUse(ServiceKind.Voice, 100, 0, null), Of(subscriber, July + Day)[0]);
    }

    [Fact]
    public void The_largest_numbers_are_used_up_not_turned_around()
    {
        var subscriber = new Subscriber(new FoldParameters("UTC"));
        subscriber.Take(Subscriber.Cause(1),
            new Support.Usage("a", July) { Service = ServiceKind.Data, Up = ulong.MaxValue },
            new Support.Usage("b", July) { Service = ServiceKind.Data, Up = ulong.MaxValue, Direction = UsageDirection.Incoming });
        Assert.Equal(new AllowanceUse(ServiceKind.Data, 1_000, long.MaxValue, July + Day), Of(subscriber, July + Day)[2]);
        Assert.Null(AllowanceUse.Of(Used(1).State, new PlanAllowances(long.MaxValue, null, null), new FoldParameters("UTC"), July + Day)[0].RunsOut);
    }

    [Fact]
    public void A_month_with_a_longer_day_is_longer()
    {
        const long november = 1_730_433_600; // 2024-11-01T00:00 in New York, on the 3rd clocks go back
        var parameters = new FoldParameters("America/New_York");
        var subscriber = new Subscriber(parameters);
        subscriber.Take(Subscriber.Cause(1), new Support.Usage("a", november) { Duration = 50 * 60 });
        Assert.Equal(november + (30 * Day) + 3_598, AllowanceUse.Of(subscriber.State, Plan, parameters, november + (15 * Day) + 1_799)[0].RunsOut);
        Assert.Null(AllowanceUse.Of(subscriber.State, Plan, parameters, november + (15 * Day) + 1_800)[0].RunsOut);
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Asia/Shanghai")]
    [InlineData("America/New_York")]
    public void The_last_month_of_the_calendar_has_an_end(string zone)
    {
        var parameters = new FoldParameters(zone);
        var subscriber = new Subscriber(parameters);
        subscriber.Take(Subscriber.Cause(1), new Support.Usage("a", UsageRecord.MaxStartTime - (10 * Day)) { Duration = 60 });
        Assert.Equal(new AllowanceUse(ServiceKind.Voice, 100, 1, null), AllowanceUse.Of(subscriber.State, Plan, parameters, UsageRecord.MaxStartTime)[0]);
    }

    private static List<AllowanceUse> Of(Subscriber subscriber, long now) => AllowanceUse.Of(subscriber.State, Plan, subscriber.Parameters, now);

    private static Subscriber Used(int minutes)
    {
        var subscriber = new Subscriber(new FoldParameters("UTC"));
        subscriber.Take(Subscriber.Cause(1), new Support.Usage("a", July) { Duration = (ulong)minutes * 60 });
        return subscriber;
    }
}
