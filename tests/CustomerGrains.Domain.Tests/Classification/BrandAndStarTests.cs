using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Tests.Classification;

/// <summary>Brand fit and star level (domain §3.9).</summary>
public class BrandAndStarTests
{
    private const long Unit = 1_000_000;
    private static readonly BrandFitInputs Plain = new() { Brand = "Easyown", Months = 3, Age = 40, AverageBillMicros = 50 * Unit, DataShare = 0.1, RoamingShare = 0 };
    private static readonly BrandFitInputs Young = Plain with { Age = 20, DataShare = 0.9 };

    public static TheoryData<BrandFitInputs, BrandFitClass, string?> Fits() => new()
    {
        { Plain, BrandFitClass.Fits, "Easyown" },
        { Plain with { Brand = "easyown" }, BrandFitClass.Fits, "Easyown" },
        { Plain with { Brand = "GoTone" }, BrandFitClass.Misplaced, "Easyown" },
        { Plain with { Brand = "House" }, BrandFitClass.Fits, "Easyown" }, // no rule names it
        { Plain with { Brand = "" }, BrandFitClass.None, "Easyown" },
        { Plain with { Months = 2 }, BrandFitClass.None, null },
        { Plain with { MidHighEnd = MidHighEndClass.Quasi }, BrandFitClass.Misplaced, "GoTone" },
        { Plain with { RoamingShare = 0.0999 }, BrandFitClass.Fits, "Easyown" },
        { Plain with { RoamingShare = 0.10 }, BrandFitClass.Misplaced, "GoTone" },
        { Plain with { IsBusiness = true }, BrandFitClass.Misplaced, "GoTone" },
        { Young, BrandFitClass.Misplaced, "M-Zone" },
        { Young with { Age = 14 }, BrandFitClass.Fits, "Easyown" },
        { Young with { Age = 15 }, BrandFitClass.Misplaced, "M-Zone" },
        { Young with { Age = 25 }, BrandFitClass.Misplaced, "M-Zone" },
        { Young with { Age = 26 }, BrandFitClass.Fits, "Easyown" },
        { Young with { Age = null }, BrandFitClass.Misplaced, "M-Zone" },
        { Young with { Age = null, IsOrganisation = true }, BrandFitClass.Fits, "Easyown" },
        { Young with { AverageBillMicros = 100 * Unit }, BrandFitClass.Fits, "Easyown" },
        { Young with { AverageBillMicros = (100 * Unit) - 1 }, BrandFitClass.Misplaced, "M-Zone" },
        { Young with { DataShare = 0.5499 }, BrandFitClass.Fits, "Easyown" },
        { Young with { DataShare = 0.55 }, BrandFitClass.Misplaced, "M-Zone" },
        { Young with { DataShare = null }, BrandFitClass.Fits, "Easyown" },
    };

    [Theory, MemberData(nameof(Fits))]
    public void Behaviour_belongs_to_the_first_brand_whose_rule_holds(BrandFitInputs inputs, BrandFitClass expected, string? brand) =>
        Assert.Equal(new BrandFit(expected, brand), BrandFit.Of(inputs, new BrandPolicy()));

    [Fact]
    public void A_policy_may_ask_for_a_bill_and_for_no_business()
    {
        var policy = new BrandPolicy { Rules = [new() { Brand = "Gold", BillFromMicros = 50 * Unit, Business = false }, new() { Brand = "Rest" }] };
        Assert.Equal("Gold", BrandFit.Of(Plain, policy).Brand);
        Assert.Equal("Rest", BrandFit.Of(Plain with { AverageBillMicros = (50 * Unit) - 1 }, policy).Brand);
        Assert.Equal("Rest", BrandFit.Of(Plain with { IsBusiness = true }, policy).Brand);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, 1)]
    [InlineData(149_999_990, 0, 100, 34.999999, 1)]
    [InlineData(150_000_000, 0, 100, 35, 2)]
    [InlineData(299_999_990, 0, 100, 49.999999, 2)]
    [InlineData(300_000_000, 0, 100, 50, 3)]
    [InlineData(449_999_990, 0, 100, 64.999999, 3)]
    [InlineData(450_000_000, 0, 100, 65, 4)]
    [InlineData(500_000_000, 19, 100, 79.5, 4)]
    [InlineData(500_000_000, 20, 100, 80, 5)]
    [InlineData(900_000_000, 99, 100, 100, 5)]
    [InlineData(0, 60, 100, 50, 3)]
    [InlineData(-5_000_000, 60, 50, 40, 2)]
    public void Stars_follow_bill_tenure_and_credit(long bill, int tenure, double credit, double score, int level)
    {
        var stars = StarLevel.Of(new StarLevelInputs(bill, tenure, credit), new StarLevelPolicy());
        Assert.Equal(score, stars.Score, 2e-6);
        Assert.Equal(level, stars.Level);
        Assert.Equal(stars.Score, stars.BillPoints + stars.TenurePoints + stars.CreditPoints, 2e-6);
    }
}
