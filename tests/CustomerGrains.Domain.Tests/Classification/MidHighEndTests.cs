using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Tests.Classification;

/// <summary>Mid- and high-end, its KPI, and the retention classes (domain §3.6, §3.7). Bills stand last month's first, in units.</summary>
public class MidHighEndTests
{
    private const long Unit = 1_000_000;

    public static TheoryData<double[], MidHighEndClass> Bills() => new()
    {
        { [100.000001, 100.000001, 100.000001], MidHighEndClass.Dynamic },
        { [100, 100.000001, 100.000001], MidHighEndClass.Quasi }, // not above
        { [0, 0, 0, 101, 101, 101], MidHighEndClass.Dynamic }, // the earliest three of six
        { [0, 0, 0, 0, 101, 101, 101], MidHighEndClass.None }, // the seventh is not looked at
        { [101, 101, 0, 101, 101, 0], MidHighEndClass.Quasi }, // not running
        { [79.999999, 101, 101], MidHighEndClass.None },
        { [80, 0, 0], MidHighEndClass.Quasi },
        { [80.000001, 0, 0], MidHighEndClass.Quasi },
        { [], MidHighEndClass.None },
    };

    [Theory, MemberData(nameof(Bills))]
    public void Three_running_of_six_are_dynamic_else_last_month_may_be_quasi(double[] bills, MidHighEndClass expected) =>
        Assert.Equal(expected, MidHighEndRule.Of(new MidHighEndInputs(Months(bills)), new MidHighEndPolicy()));

    [Fact]
    public void The_policy_moves_the_window()
    {
        var policy = new MidHighEndPolicy { WindowMonths = 13, ConsecutiveMonths = 13 };
        Assert.Equal(MidHighEndClass.Dynamic, MidHighEndRule.Of(new MidHighEndInputs(Months([.. Enumerable.Repeat(101.0, 13)])), policy));
        Assert.Equal(MidHighEndClass.Quasi, MidHighEndRule.Of(new MidHighEndInputs(Months([.. Enumerable.Repeat(101.0, 12)])), policy));
    }

    [Theory]
    [InlineData(99.999999, 10, true, false)]
    [InlineData(100, 10, true, true)]
    [InlineData(100.000001, 11, true, true)]
    [InlineData(100, 9, true, false)]
    [InlineData(100, 10, false, false)]
    public void The_kpi_counts_bill_minutes_and_presence(double bill, long minutes, bool isOn, bool expected) =>
        Assert.Equal(expected, KpiMonthRule.Counts(new KpiMonthInputs(Micros(bill), minutes, isOn), new MidHighEndPolicy()));

    public static TheoryData<MidHighEndClass, double[], int, bool, bool, RetentionClass> Retentions() => new()
    {
        { MidHighEndClass.Dynamic, [50, 50, 49.999999], 0, false, false, RetentionClass.ChurnProne },
        { MidHighEndClass.Dynamic, [50, 50, 50], 0, false, false, RetentionClass.IrregularDemand }, // 150 is not below
        { MidHighEndClass.Quasi, [50, 50, 49], 0, false, false, RetentionClass.None }, // only of the dynamic
        { MidHighEndClass.Dynamic, [200, 200, 200], 30, false, false, RetentionClass.OrdinaryMidHighEnd }, // one month is not more than one
        { MidHighEndClass.Dynamic, [200, 200, 200], 31, false, false, RetentionClass.ChurnProne },
        { MidHighEndClass.Quasi, [200, 200, 200], 31, false, false, RetentionClass.OrdinaryMidHighEnd },
        { MidHighEndClass.Dynamic, [400, 400, 400], 31, true, true, RetentionClass.ChurnProne }, // first match
        { MidHighEndClass.Dynamic, [300, 300, 299.999997], 0, false, false, RetentionClass.OrdinaryMidHighEnd },
        { MidHighEndClass.Dynamic, [300, 300, 300], 0, false, false, RetentionClass.Important },
        { MidHighEndClass.None, [300, 300, 300], 0, false, false, RetentionClass.Important }, // whatever the class
        { MidHighEndClass.None, [0, 0, 0], 0, true, true, RetentionClass.Important },
        { MidHighEndClass.Dynamic, [100, 100, 99.999997], 0, false, false, RetentionClass.IrregularDemand },
        { MidHighEndClass.Quasi, [100, 100, 99.999997], 0, false, false, RetentionClass.None },
        { MidHighEndClass.Dynamic, [100, 100, 100], 0, false, false, RetentionClass.OrdinaryMidHighEnd },
        { MidHighEndClass.Quasi, [100, 100, 100], 0, false, false, RetentionClass.OrdinaryMidHighEnd },
        { MidHighEndClass.Dynamic, [100, 100, 100], 0, false, true, RetentionClass.None }, // a member of a class-A enterprise
    };

    [Theory, MemberData(nameof(Retentions))]
    public void The_first_retention_class_that_matches_holds(MidHighEndClass midHighEnd, double[] bills, int arrears, bool isKey, bool isMember, RetentionClass expected) =>
        Assert.Equal(expected, RetentionRule.Of(new RetentionInputs(midHighEnd, 13, Months(bills), arrears, isKey, isMember), new RetentionPolicy()));

    [Theory]
    [InlineData(99.999999, 99.999999, 13, true, RetentionClass.ChurnProne)] // below half of 200, twice
    [InlineData(100, 99.999999, 13, true, RetentionClass.OrdinaryMidHighEnd)]
    [InlineData(99.999999, 100, 13, true, RetentionClass.OrdinaryMidHighEnd)]
    [InlineData(99.999999, 99.999999, 13, false, RetentionClass.OrdinaryMidHighEnd)]
    [InlineData(99.999999, 99.999999, 4, true, RetentionClass.OrdinaryMidHighEnd)] // five months are needed
    [InlineData(99.999999, 99.999999, 5, true, RetentionClass.ChurnProne)]
    public void The_alternative_rule_looks_at_the_own_prior_average(double last, double before, int months, bool isOn, RetentionClass expected)
    {
        var policy = new RetentionPolicy { ReducedUse = new ReducedUsePolicy { IsOn = isOn } };
        Assert.Equal(expected, RetentionRule.Of(new RetentionInputs(MidHighEndClass.Dynamic, months, Months([last, before, 150, 200, 250]), 0, false, false), policy));
    }

    [Fact]
    public void The_average_is_of_the_months_there_are()
    {
        var inputs = new RetentionInputs(MidHighEndClass.Quasi, 1, Months([300, 999]), 0, false, false);
        Assert.Equal(300 * Unit, inputs.AverageMicros(new RetentionPolicy()));
        Assert.Equal(0, (inputs with { Months = 0 }).AverageMicros(new RetentionPolicy()));
    }

    [Fact]
    public void Amounts_of_months_are_compared_by_value()
    {
        Assert.Equal(Months([1, 2]), Months([1, 2]));
        Assert.NotEqual(Months([1, 2]), Months([1, 3]));
        Assert.Equal(Months([1, 2]).GetHashCode(), Months([1, 2]).GetHashCode());
        Assert.Equal(-1, new MonthAmounts([-3, 0]).Mean(2)); // towards 0
        var largest = new MonthAmounts([long.MaxValue, long.MaxValue]);
        Assert.Equal(long.MaxValue, largest.Mean(2));
        Assert.Throws<ArgumentException>(() => new MonthAmounts(new long[14]));
    }

    private static MonthAmounts Months(double[] bills) => new([.. bills.Select(Micros)]);

    private static long Micros(double units) => (long)Math.Round(units * Unit);
}
