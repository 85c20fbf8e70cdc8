namespace CustomerGrains.Domain.Tests;

public class FoldParametersTests
{
    [Theory]
    [InlineData("8-22", 7, false)]
    [InlineData("8-22", 8, true)]
    [InlineData("8-22", 21, true)]
    [InlineData("8-22", 22, false)]
    [InlineData("22-6", 22, true)]
    [InlineData("22-6", 0, true)]
    [InlineData("22-6", 5, true)]
    [InlineData("22-6", 6, false)]
    [InlineData("0-24", 23, true)]
    [InlineData("24-0", 23, false)]
    public void Peak_hours_may_go_over_midnight(string hours, int hour, bool isPeak)
    {
        var parameters = new FoldParameters(peakHours: hours);
        Assert.Equal(isPeak, parameters.IsPeak(hour * 3_600));
        Assert.Equal(isPeak, parameters.IsPeak((hour * 3_600) + 3_599));
    }

    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData("8-8")]
    [InlineData("8-25")]
    [InlineData("-1-8")]
    [InlineData("8-22-23")]
    [InlineData("8:00-22:00")]
    [InlineData(" 8-22")]
    public void Peak_hours_of_another_form_are_refused_with_a_remedy(string hours) =>
        Assert.Contains("8-22", Assert.Throws<ArgumentException>(() => new FoldParameters(peakHours: hours)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("cny")]
    [InlineData("CN")]
    [InlineData("CNYX")]
    [InlineData("C1Y")]
    [InlineData("ÄÖÜ")]
    public void A_currency_that_is_none_is_refused_with_a_remedy(string currency) =>
        Assert.Contains("ISO 4217", Assert.Throws<ArgumentException>(() => new FoldParameters(currency: currency)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_store_gives_back_what_it_was_given()
    {
        var kept = FoldParameters.From(new FoldParameters("Europe/London", 62, "22-6", "EUR").ToDictionary());
        Assert.Equal(("Europe/London", 62, "22-6", "EUR"), (kept.TimeZone, kept.DayWindow, kept.PeakHours, kept.Currency));
        Assert.True(kept.IsPeak(0));
        Assert.True(kept.IsOwnCurrency("EUR"u8));
        Assert.False(kept.IsOwnCurrency("CNY"u8));
        var defaults = FoldParameters.From(new Dictionary<string, string>());
        Assert.Equal(("Asia/Shanghai", 35, "8-22", "CNY"), (defaults.TimeZone, defaults.DayWindow, defaults.PeakHours, defaults.Currency));
        Assert.Equal(["currency", "day-window", "peak-hours", "time-zone"], defaults.ToDictionary().Keys.Order());
    }
}
