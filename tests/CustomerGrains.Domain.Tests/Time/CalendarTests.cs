using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Tests.Time;

public class CalendarTests
{
    private const long Until = 4_102_444_800; // 2100-01-01

    public static TheoryData<string> Zones =>
    [
        "Asia/Shanghai", "Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu", "America/St_Johns",
        "Pacific/Apia", "Pacific/Kiritimati", "Africa/Casablanca", "Africa/Monrovia", "America/Sao_Paulo", "Antarctica/Troll",
        "Asia/Pyongyang", "Asia/Tehran", "Europe/Dublin", "Europe/Lisbon", "Europe/Moscow", "Pacific/Chatham", "America/Caracas",
    ];

    [Theory, MemberData(nameof(Zones))]
    public void Offsets_and_days_are_those_of_the_zone_from_1970_to_2100(string id)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        var calendar = new Calendar(id);
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++) Compare(zone, calendar, random.NextInt64(Until));
        // Around every change of the offset that a step of an hour can see.
        for (long at = 0; at < Until; at += 3_600)
        {
            if (zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(at)) == zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(at + 3_600))) continue;
            for (var second = at; second <= at + 3_600; second += 60) Compare(zone, calendar, second);
            Compare(zone, calendar, at + 3_599);
        }
    }

    [Fact]
    public void Days_begin_at_local_midnight()
    {
        var shanghai = new Calendar("Asia/Shanghai");
        Assert.Equal(0, shanghai.DayOf(0));
        Assert.Equal(0, shanghai.DayOf(57_599));
        Assert.Equal(1, shanghai.DayOf(57_600));
        var newYork = new Calendar("America/New_York");
        Assert.Equal(-1, newYork.DayOf(0));
        Assert.Equal(-1, newYork.DayOf(17_999));
        Assert.Equal(0, newYork.DayOf(18_000));
    }

    [Theory]
    [InlineData(0, 1970 * 12)]
    [InlineData(30, 1970 * 12)]
    [InlineData(31, (1970 * 12) + 1)]
    [InlineData(-1, (1969 * 12) + 11)]
    [InlineData(19_782, (2024 * 12) + 1)] // 2024-02-29
    [InlineData(19_783, (2024 * 12) + 2)]
    public void Months_are_those_of_the_calendar(int day, int month) => Assert.Equal(month, Calendar.MonthOf(day));

    [Fact]
    public void Days_and_months_have_names()
    {
        Assert.Equal("2024-02-29", Calendar.DayName(19_782));
        Assert.Equal("2024-02", Calendar.MonthName(Calendar.MonthOf(19_782)));
        Assert.Equal("1969-12", Calendar.MonthName(Calendar.MonthOf(-1)));
    }

    [Theory, MemberData(nameof(Zones))]
    public void Every_time_that_a_record_may_have_has_a_day_a_month_and_a_name(string id)
    {
        var calendar = new Calendar(id);
        var last = calendar.DayOf(Usage.UsageRecord.MaxStartTime);
        Assert.InRange(last, 2_932_895, 2_932_896);
        Assert.Equal("9999-12", Calendar.MonthName(Calendar.MonthOf(last)));
        Assert.StartsWith("9999-12-3", Calendar.DayName(last), StringComparison.Ordinal);
        var first = calendar.DayOf(0);
        Assert.InRange(first, -1, 0);
        Assert.NotEqual("", Calendar.DayName(first) + Calendar.MonthName(Calendar.MonthOf(first)));
    }

    [Fact]
    public void A_zone_that_does_not_exist_is_refused_with_a_remedy()
    {
        var e = Assert.Throws<ArgumentException>(() => new FoldParameters("Mars/Olympus"));
        Assert.Contains("Asia/Shanghai", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new FoldParameters(dayWindow: 0));
        Assert.Throws<ArgumentException>(() => new FoldParameters(dayWindow: FoldParameters.MaxDayWindow + 1));
    }

    private static void Compare(TimeZoneInfo zone, Calendar calendar, long at)
    {
        var utc = DateTimeOffset.FromUnixTimeSeconds(at);
        var local = utc + zone.GetUtcOffset(utc);
        var day = DateOnly.FromDateTime(local.UtcDateTime);
        Assert.Equal((int)zone.GetUtcOffset(utc).TotalSeconds, calendar.OffsetOf(at));
        Assert.Equal(day.DayNumber - new DateOnly(1970, 1, 1).DayNumber, calendar.DayOf(at));
        Assert.Equal((day.Year * 12) + day.Month - 1, Calendar.MonthOf(calendar.DayOf(at)));
    }
}
