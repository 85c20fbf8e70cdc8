using CustomerGrains.Domain.Parties;

namespace CustomerGrains.Domain.Tests.Parties;

public class PartyFieldsTests
{
    [Fact]
    public void Every_field_has_one_rule_and_every_kind_has_fields()
    {
        Assert.Equal(Enum.GetValues<PartyField>().Where(static f => f != PartyField.None), PartyFields.All.Select(static r => r.Field));
        foreach (var kind in Enum.GetValues<PartyKind>().Where(static k => k != PartyKind.None)) Assert.NotEmpty(PartyFields.Of(kind));
        foreach (var rule in PartyFields.All.Where(static r => r.OnlyWhere is not null))
            Assert.All(rule.Kinds, kind => Assert.Equal(PartyValueType.Choice, PartyFields.Find(kind, rule.OnlyWhere!.Value.Field)!.Type));
    }

    /// <summary>Names of choices are sent and their numbers stored.</summary>
    [Theory]
    [InlineData(PartyField.CustomerKind, "1 INDIVIDUAL, 2 ORGANISATION")]
    [InlineData(PartyField.Relationship, "1 EXISTING, 2 POTENTIAL, 3 HISTORICAL, 4 HELD_BY_COMPETITOR, 5 INTERCONNECT_PARTNER")]
    [InlineData(PartyField.PaymentMethod, "1 CASH, 2 BANK_COLLECTION, 3 DIRECT_DEBIT, 4 GROUP_PAID")]
    [InlineData(PartyField.GroupKind, "1 FAMILY, 2 ENTERPRISE_VPN, 3 COMMUNITY, 4 CLUB")]
    [InlineData(PartyField.EnterpriseClass, "1 A, 2 B, 3 OTHER")]
    [InlineData(PartyField.ProspectState, "1 OPEN, 2 CONVERTED, 3 LOST")]
    public void Choices_have_these_numbers_and_names(PartyField field, string choices) =>
        Assert.Equal(choices, string.Join(", ", PartyFields.All.Single(r => r.Field == field).Choices.Select(static c => $"{c.Number} {c.Name}")));

    [Theory]
    [InlineData(PartyField.BirthYear, 1849, false)]
    [InlineData(PartyField.BirthYear, 1850, true)]
    [InlineData(PartyField.BirthYear, 2200, true)]
    [InlineData(PartyField.BirthYear, 2201, false)]
    [InlineData(PartyField.Balance, -1_000_000_000_000_000, true)]
    [InlineData(PartyField.Balance, -1_000_000_000_000_001, false)]
    [InlineData(PartyField.UnpaidAmount, -1, false)]
    [InlineData(PartyField.UnpaidAmount, 0, true)]
    [InlineData(PartyField.UnpaidSince, 0, false)]
    [InlineData(PartyField.UnpaidSince, 253_402_300_800, false)]
    [InlineData(PartyField.PaymentMethod, 0, false)]
    [InlineData(PartyField.PaymentMethod, 5, false)]
    public void Numbers_have_bounds(PartyField field, long value, bool isGood) =>
        Assert.Equal(isGood, PartyFields.All.Single(r => r.Field == field).ProblemOf(PartyValue.Of(value)) is null);

    [Fact]
    public void Texts_have_bounds_in_bytes()
    {
        var name = PartyFields.All.Single(static r => r.Field == PartyField.Name);
        Assert.Null(name.ProblemOf(PartyValue.Of(new string('x', 200))));
        Assert.NotNull(name.ProblemOf(PartyValue.Of(new string('x', 201))));
        Assert.NotNull(name.ProblemOf(PartyValue.Of(new string('王', 67))));
        Assert.NotNull(name.ProblemOf(PartyValue.Of("")));
        Assert.NotNull(name.ProblemOf(PartyValue.Of("a\uFFFDb")));
        var owner = PartyFields.All.Single(static r => r.Field == PartyField.Owner);
        Assert.Null(owner.ProblemOf(PartyValue.Of("c-1")));
        Assert.NotNull(owner.ProblemOf(PartyValue.Of("c/1")));
        var benefits = PartyFields.All.Single(static r => r.Field == PartyField.Benefits);
        Assert.Null(benefits.ProblemOf(PartyValue.Of([.. Enumerable.Repeat("lounge", 20)])));
        Assert.NotNull(benefits.ProblemOf(PartyValue.Of([.. Enumerable.Repeat("lounge", 21)])));
        Assert.NotNull(benefits.ProblemOf(PartyValue.Of([])));
        Assert.NotNull(benefits.ProblemOf(PartyValue.Of(["lounge", ""])));
    }

    [Fact]
    public void Values_are_what_was_said()
    {
        Assert.Equal((-5L, true, "王"), (PartyValue.Of(-5).Number, PartyValue.Of(true).Flag, PartyValue.Of("王").Text));
        Assert.Equal(["a", "b"], PartyValue.Of(["a", "b"]).Texts);
        Assert.True(PartyValue.None.IsNone);
        Assert.False(PartyValue.Of(false).IsNone);
        Assert.False(PartyValue.Of(0).IsNone);
    }
}
