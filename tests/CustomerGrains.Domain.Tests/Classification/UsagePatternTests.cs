using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Relationships;

namespace CustomerGrains.Domain.Tests.Classification;

/// <summary>How use goes on over weeks: every bound, what days and months make of it, what silence does by itself.</summary>
public class UsagePatternTests
{
    private static readonly DateTime July = new(2024, 7, 1);

    private static readonly UsagePatternInputs Usual = new(true, Events: 200, Days: 60, SilentDays: 0, LongestGapDays: 1, EventsPerDay: 3, SlopePerWeek: 0, SlopeSigmas: 0, Spread: 0.1, Scatter: 1.1);

    [Theory]
    [InlineData(6, 10, 1, UsagePattern.Steady)] // below 7 days
    [InlineData(7, 10, 1, UsagePattern.FallenSilent)]
    [InlineData(11, 0.5, 1, UsagePattern.Steady)] // 5.5 events were to be expected
    [InlineData(12, 0.5, 1, UsagePattern.FallenSilent)] // 6
    [InlineData(9, 10, 6, UsagePattern.Steady)] // one and a half times the own longest gap
    [InlineData(10, 10, 6, UsagePattern.FallenSilent)]
    public void Silence_is_measured_by_days_events_and_own_gaps(int days, double rate, int gap, UsagePattern expected) =>
        Assert.Equal(expected, Of(Usual with { SilentDays = days, EventsPerDay = rate, LongestGapDays = gap }));

    [Theory]
    [InlineData(19, 60, UsagePattern.None)]
    [InlineData(20, 60, UsagePattern.Steady)]
    [InlineData(200, 20, UsagePattern.None)]
    [InlineData(200, 21, UsagePattern.Steady)]
    public void Too_little_is_none(long events, int days, UsagePattern expected)
    {
        Assert.Equal(expected, Of(Usual with { Events = events, Days = days }));
        Assert.Equal(UsagePattern.FallenSilent, Of(Usual with { Events = events, Days = days, SilentDays = 30 })); // that much can be said
    }

    [Theory]
    [InlineData(0.3499, 9, UsagePattern.Growing)]
    [InlineData(0.35, 1.999, UsagePattern.Growing)]
    [InlineData(0.35, 2, UsagePattern.Irregular)]
    public void Irregular_goes_before_a_trend(double spread, double scatter, UsagePattern expected) =>
        Assert.Equal(expected, Of(Usual with { Spread = spread, Scatter = scatter, SlopePerWeek = 1, SlopeSigmas = 9 }));

    [Theory]
    [InlineData(0.05, 2.5, UsagePattern.Growing)]
    [InlineData(0.0499, 9, UsagePattern.Steady)]
    [InlineData(0.5, 2.499, UsagePattern.Steady)]
    [InlineData(-0.05, -2.5, UsagePattern.Fading)]
    [InlineData(-0.0499, -9, UsagePattern.Steady)]
    [InlineData(-0.5, -2.499, UsagePattern.Steady)]
    public void A_trend_is_steep_and_more_than_chance(double slope, double sigmas, UsagePattern expected) =>
        Assert.Equal(expected, Of(Usual with { SlopePerWeek = slope, SlopeSigmas = sigmas }));

    [Fact]
    public void A_line_that_is_not_open_has_none() => Assert.Equal(UsagePattern.None, Of(Usual with { IsOpen = false, SilentDays = 99 }));

    [Fact]
    public void The_values_are_those_of_whole_days_and_of_the_month_before()
    {
        var scenario = new Scenario();
        for (var ago = 1; ago <= 60; ago++) Use(scenario, July.AddDays(-ago), ago <= 28 ? 4 : 2);
        var inputs = scenario.Of(July.AddHours(12)).Inputs.UsagePattern;
        // June 3 to 30, and May with the first two days of June, of which the first of May had none.
        Assert.Equal((true, (28 * 4) + (32 * 2L), 61, 0, 0, 4), (inputs.IsOpen, inputs.Events, inputs.Days, inputs.SilentDays, inputs.LongestGapDays, inputs.EventsPerDay));
        Assert.True(inputs.SlopePerWeek > 0.1 && inputs.SlopeSigmas > 4);
        // What is used today changes nothing before it is over.
        Use(scenario, July, 500);
        Assert.Equal(inputs, scenario.Of(July.AddHours(12)).Inputs.UsagePattern);
        Assert.Equal(scenario.At(July.AddDays(1)) * 1_000, scenario.Of(July.AddHours(12)).NextChange);
        Assert.NotEqual(inputs, scenario.Of(July.AddDays(1)).Inputs.UsagePattern);
    }

    [Fact]
    public void Silence_comes_by_itself_on_its_day_and_ends_with_the_first_use()
    {
        var scenario = new Scenario();
        for (var day = 0; day < 60; day++)
            if (day % 4 != 3) Use(scenario, July.AddDays(day - 60), 1); // last on June 29
        // 21 events in 28 days, never two days without: 6 are to be expected in 8 days.
        Assert.Equal(UsagePattern.Steady, scenario.OfSecond(scenario.At(new DateTime(2024, 7, 8)) - 1).UsagePattern);
        Assert.Equal(UsagePattern.FallenSilent, scenario.Of(new DateTime(2024, 7, 8)).UsagePattern);
        Assert.Equal(8, scenario.Of(new DateTime(2024, 7, 8)).Inputs.UsagePattern.SilentDays);
        Assert.Equal(UsagePattern.FallenSilent, scenario.Of(new DateTime(2025, 12, 1)).UsagePattern);
        Use(scenario, new DateTime(2024, 7, 20, 8, 0, 0), 1);
        Assert.NotEqual(UsagePattern.FallenSilent, scenario.Of(new DateTime(2024, 7, 20, 9, 0, 0)).UsagePattern);
    }

    [Fact]
    public void A_line_that_ends_has_no_pattern_from_then_on()
    {
        var scenario = new Scenario();
        for (var ago = 1; ago <= 60; ago++) Use(scenario, July.AddDays(-ago), 3);
        Assert.Equal(UsagePattern.Steady, scenario.Of(July).UsagePattern);
        scenario.Tell(new StatusChanged { Time = scenario.At(July.AddHours(1)), Status = SubscriberStatus.Terminated });
        Assert.Equal(UsagePattern.Steady, scenario.Of(July.AddMinutes(59)).UsagePattern);
        Assert.Equal(UsagePattern.None, scenario.Of(July.AddHours(1)).UsagePattern);
    }

    [Fact]
    public void Who_uses_on_workdays_only_is_steady()
    {
        var scenario = new Scenario();
        for (var ago = 1; ago <= 60; ago++)
            if (July.AddDays(-ago).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) Use(scenario, July.AddDays(-ago), 10);
        Assert.Equal(UsagePattern.Steady, scenario.Of(July).UsagePattern);
    }

    [Fact]
    public void A_feed_that_began_in_the_middle_of_a_month_lets_nobody_grow()
    {
        var scenario = new Scenario();
        for (var day = new DateTime(2024, 5, 16); day < July; day = day.AddDays(1)) Use(scenario, day, 5);
        Assert.Equal(UsagePattern.Growing, scenario.Of(July).UsagePattern); // by May 1 to 15, of which nothing is known
        var policy = Policy.Default with { UsagePattern = new UsagePatternPolicy { KnownFrom = new DateOnly(2024, 5, 16) } };
        var known = scenario.Of(July, policy);
        Assert.Equal((UsagePattern.Steady, 46), (known.UsagePattern, known.Inputs.UsagePattern.Days));
        Assert.Equal(0, known.Inputs.UsagePattern.SlopePerWeek, 9);
        // A subscriber who began then was not there before.
        var young = new Scenario(activation: new DateTime(2024, 5, 16));
        for (var day = new DateTime(2024, 5, 16); day < July; day = day.AddDays(1)) Use(young, day, 5);
        Assert.Equal(known.Inputs.UsagePattern, young.Of(July).Inputs.UsagePattern);
    }

    [Fact]
    public void A_day_that_comes_late_counts()
    {
        var scenario = new Scenario();
        for (var ago = 1; ago <= 60; ago++)
            if (ago is < 8 or > 14) Use(scenario, July.AddDays(-ago), 6);
        Assert.Equal(7, scenario.Of(July).Inputs.UsagePattern.LongestGapDays);
        for (var ago = 8; ago <= 14; ago++) Use(scenario, July.AddDays(-ago), 6);
        Assert.Equal((UsagePattern.Steady, 0), (scenario.Of(July).UsagePattern, scenario.Of(July).Inputs.UsagePattern.LongestGapDays));
        // Taken back, it is as if it had not been.
        scenario.Use(scenario.Records[^7..].Select(r => r with { Id = r.Id + "-", ReversalOf = r.Id }).ToArray());
        Assert.Equal(7, scenario.Of(July).Inputs.UsagePattern.LongestGapDays);
    }

    /// <summary>Lives with a shape: what the oracle makes of the list of records is what the state says, and until the next change it stays.</summary>
    [Fact]
    public void Patterns_are_those_of_the_oracle_and_stay_until_they_say()
    {
        var seen = new Dictionary<UsagePattern, int>();
        for (var seed = 0; seed < 240; seed++)
        {
            var random = new Random(seed);
            var scenario = new Scenario(activation: July.AddDays(-random.Next(10, 200)));
            var (level, shape, length) = (0.3 + (random.NextDouble() * 6), random.Next(5), random.Next(5, 95));
            for (var day = -length; day < 0; day++)
            {
                var factor = shape switch
                {
                    0 => 1,
                    1 => Math.Exp(0.04 * (day + (length / 2.0))),
                    2 => Math.Exp(-0.04 * (day + (length / 2.0))),
                    3 => (day + 1_000) / 9 % 2 == 0 ? 2.5 : 0.05,
                    _ => day < -random.Next(5, 20) ? 1 : 0,
                };
                var events = Poisson(random, level * factor);
                if (events > 0) Use(scenario, July.AddDays(day), events);
            }
            var now = scenario.At(July.AddDays(random.Next(-3, 4)).AddMinutes(random.Next(1_440)));
            for (var probe = 0; probe < 4; probe++)
            {
                var insight = scenario.OfSecond(now);
                new InsightOracle(scenario, now).Check(insight);
                seen[insight.UsagePattern] = seen.GetValueOrDefault(insight.UsagePattern) + 1;
                var next = Math.Min(insight.NextChange / 1_000, now + (20 * 86_400L));
                Assert.Equal(insight.Codes, scenario.OfSecond(next - 1).Codes);
                now = next;
            }
        }
        Assert.All(Enum.GetValues<UsagePattern>(), pattern => Assert.True(seen.GetValueOrDefault(pattern) >= 20, $"{pattern}: {seen.GetValueOrDefault(pattern)}"));
    }

    private static UsagePattern Of(UsagePatternInputs inputs) => UsagePatternRule.Of(inputs, new UsagePatternPolicy());

    private static void Use(Scenario scenario, DateTime day, int events) =>
        scenario.Use(new Support.Usage("u" + scenario.Records.Count, scenario.At(day.AddHours(10))) { Duration = 60, Count = (ulong)events });

    private static int Poisson(Random random, double mean)
    {
        var (count, product) = (0, random.NextDouble());
        for (var limit = Math.Exp(-mean); product > limit; count++) product *= random.NextDouble();
        return count;
    }
}
