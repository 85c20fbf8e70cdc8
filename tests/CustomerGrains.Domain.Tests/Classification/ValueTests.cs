using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Tests.Classification;

public class ValueTests
{
    private const long Unit = 1_000_000;
    private static readonly ValuePolicy Policy = new();

    [Theory]
    [InlineData(29.999999, 30, ValueClass.LowReleasable)]
    [InlineData(29.999999, 29.999999, ValueClass.LowToImprove)] // margin 0
    [InlineData(29, 29.000001, ValueClass.LowReleasable)]
    [InlineData(29.000001, 29, ValueClass.LowToImprove)]
    [InlineData(30, 1_000, ValueClass.Ordinary)] // whatever the margin
    [InlineData(30.000001, 0, ValueClass.Ordinary)]
    [InlineData(99.999999, 0, ValueClass.Ordinary)]
    [InlineData(100, 0, ValueClass.High)]
    [InlineData(100.000001, 0, ValueClass.High)]
    [InlineData(499.999999, 0, ValueClass.High)]
    [InlineData(500, 0, ValueClass.Important)]
    [InlineData(500.000001, 9_999, ValueClass.Important)]
    public void Revenue_and_margin_make_the_class(double revenue, double cost, ValueClass expected) =>
        Assert.Equal(expected, ValueRule.Of(new ValueInputs(3, Micros(revenue), Micros(cost), false, false, false), Policy));

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public void Who_it_is_makes_it_important(bool influential, bool major, bool key)
    {
        Assert.Equal(ValueClass.Important, ValueRule.Of(new ValueInputs(3, 0, 99 * Unit, influential, major, key), Policy));
        Assert.Equal(ValueClass.Important, ValueRule.Of(new ValueInputs(0, 0, 0, influential, major, key), Policy));
    }

    [Fact]
    public void Nobody_has_a_class_before_the_first_full_month() =>
        Assert.Equal(ValueClass.None, ValueRule.Of(new ValueInputs(0, 0, 0, false, false, false), Policy));

    [Fact]
    public void The_policy_moves_every_cut()
    {
        var policy = new ValuePolicy { OrdinaryFromMicros = 1, HighFromMicros = 2, ImportantFromMicros = 3, ReleasableBelowMarginMicros = -5 };
        Assert.Equal(
            [ValueClass.LowReleasable, ValueClass.LowToImprove, ValueClass.Ordinary, ValueClass.High, ValueClass.Important],
            new (long Revenue, long Cost)[] { (0, 6), (0, 5), (1, 0), (2, 0), (3, 0) }.Select(v => ValueRule.Of(new ValueInputs(1, v.Revenue, v.Cost, false, false, false), policy)));
    }

    [Fact]
    public void Cost_is_what_facts_say_else_the_default()
    {
        var policy = new CostToServePolicy();
        Assert.Equal(15 * Unit, CostToServe.Of(default, policy));
        Assert.Equal((15 * Unit) + (3 * 10_000) + (2 * Unit) + (4 * 5 * Unit), CostToServe.Of(new CostToServeInputs(null, 3, 1L << 30, 4), policy));
        Assert.Equal((15 * Unit) + Unit, CostToServe.Of(new CostToServeInputs(null, 0, 1L << 29, 0), policy));
        Assert.Equal(0, CostToServe.Of(new CostToServeInputs(0, 3, 1L << 30, 4), policy));
        Assert.Equal(7, CostToServe.Of(new CostToServeInputs(7, 3, 1L << 30, 4), policy));
        Assert.Equal(long.MaxValue, CostToServe.Of(new CostToServeInputs(null, long.MaxValue, long.MaxValue, 0), policy));
    }

    private static long Micros(double units) => (long)Math.Round(units * Unit);
}
