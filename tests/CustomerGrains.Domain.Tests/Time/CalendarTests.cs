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

    [Theory]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z")] // there was no midnight
    [InlineData("America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z")] // the hour before it came twice
    [InlineData("Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00Z")] // no midnight
    [InlineData("Africa/Cairo", "2023-10-27", "2023-10-26T22:00:00Z")]
    [InlineData("Asia/Amman", "2021-10-29", "2021-10-28T21:00:00Z")] // midnight came twice: the first
    [InlineData("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z")]
    [InlineData("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z")] // a minute of it, then an hour of the day before again
    [InlineData("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z")] // there was no such day
    [InlineData("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z")]
    [InlineData("Europe/London", "2024-03-31", "2024-03-31T00:00:00Z")]
    [InlineData("Asia/Shanghai", "2024-07-01", "2024-06-30T16:00:00Z")]
    public void A_day_starts_at_its_first_midnight_or_right_after_the_one_that_is_missing(string zone, string day, string start)
    {
        var number = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        Assert.Equal(DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds(), new Calendar(zone).StartOf(number));
    }

    [Fact]
    public void Around_every_change_of_every_zone_a_day_starts_when_none_of_it_was_before()
    {
        var zones = new List<TimeZoneInfo>();
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
            if (!zones.Exists(z => z.HasSameRules(zone))) zones.Add(zone);
        Assert.True(zones.Count > 100);
        Parallel.ForEach(zones, zone =>
        {
            var calendar = new Calendar(zone.Id);
            for (var day = 1; day < 30_000; day++)
            {
                if (calendar.OffsetOf((day - 1) * 86_400L) == calendar.OffsetOf((day + 1) * 86_400L)) continue;
                for (var near = day - 1; near <= day + 1; near++)
                {
                    var start = calendar.StartOf(near);
                    Assert.True(calendar.DayOf(start) >= near && calendar.DayOf(start - 1) < near, $"{zone.Id} {Calendar.DayName(near)}: {start}");
                    for (var before = start - 1; before > start - 93_600; before -= 1_800)
                        Assert.True(calendar.DayOf(before) < near, $"{zone.Id} {Calendar.DayName(near)}: {before} is before {start}");
                }
            }
        });
    }

    [Theory]
    [InlineData(1970 * 12, 0)]
    [InlineData((1969 * 12) + 11, -31)]
    [InlineData((2024 * 12) + 2, 19_783)]
    [InlineData((9999 * 12) + 11, 2_932_866)]
    [InlineData(10_000 * 12, 2_932_897)] // where the calendar's last month ends
    public void A_month_has_a_first_day(int month, int day) => Assert.Equal(day, Calendar.FirstDayOf(month));

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
