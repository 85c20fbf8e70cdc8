using CustomerGrains.Domain.Parties;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Relationships;
using static CustomerGrains.Domain.Tests.Parties.PartyWorld;

namespace CustomerGrains.Domain.Tests.Parties;

/// <summary>Which word stands, what contradicts it, what is missing.</summary>
public class PartyViewTests
{
    private static readonly IdentityPolicy Policy = new()
    {
        Sources = ["crm", "billing"],
        Fields = [new FieldSources { Field = PartyField.Region, Sources = ["shop"] }],
    };

    [Theory]
    [InlineData("name crm 5 x, name billing 9 y", "x")] // the earlier system, however old
    [InlineData("name billing 1 y, name shop 9 z", "y")] // one that is not named comes after
    [InlineData("name shop 9 z, name web 10 w", "w")] // among those the later word
    [InlineData("name shop 9 z, name web 9 w", "z")] // at the same time the larger content
    [InlineData("name crm 5 x, name crm 6 v", "v")] // of one system the later word
    [InlineData("name crm 6 v, name crm 5 x", "v")]
    [InlineData("name crm 5 x, name crm 5 y", "y")]
    [InlineData("name crm 5 x, name crm 6 -, name billing 1 y", "y")] // taken back: the next one
    [InlineData("name crm 5 -, name billing 5 -", null)]
    [InlineData("region crm 9 x, region shop 1 z", "z")] // an order of its own takes the place of the general one:
    [InlineData("region crm 1 x, region billing 2 y", "y")] // crm is not in it
    public void The_winning_rule(string said, string? winner)
    {
        foreach (var words in new[] { said.Split(", "), [.. said.Split(", ").Reverse()] })
        {
            var world = new PartyWorld();
            foreach (var word in words) Tell(world, "c", word);
            var field = Assert.Single(PartyView.Of(world["c"].State, Policy).Fields);
            Assert.Equal(winner, field.Winner?.Value.Text);
        }
    }

    [Theory]
    [InlineData("name crm 5 x, name billing 9 x", false)]
    [InlineData("name crm 5 x, name billing 9 y", true)]
    [InlineData("name crm 5 x, name billing 9 -", false)]
    [InlineData("name crm 5 x, name crm 9 y", false)] // it changed its mind
    [InlineData("name crm 5 -, name crm 4 y", false)]
    public void A_conflict_is_another_value_of_another_system(string said, bool isConflict)
    {
        var world = new PartyWorld();
        foreach (var word in said.Split(", ")) Tell(world, "c", word);
        Assert.Equal(isConflict, Assert.Single(PartyView.Of(world["c"].State, Policy).Fields).IsConflict);
    }

    [Fact]
    public void What_one_system_says_of_two_records_that_are_one_is_a_conflict_until_it_says_the_same()
    {
        var world = new PartyWorld();
        Tell(world, "a", "name crm 5 x");
        Tell(world, "b", "name crm 3 y");
        world.Merge("a", "b");
        world.DeliverAll(new Random(1));
        var field = Assert.Single(PartyView.Of(world["b"].State, Policy).Fields);
        Assert.Equal(("x", "a", 5L), (field.Winner!.Value.Text, field.Winner.About, field.Winner.Time)); // the later word, with where it is from
        Assert.Equal(("y", "", 3L), (Assert.Single(field.Others).Value.Text, field.Others[0].About, field.Others[0].Time));
        Assert.True(field.IsConflict);
        Tell(world, "a", "name crm 6 y");
        world.DeliverAll(new Random(1));
        Assert.False(Assert.Single(PartyView.Of(world["b"].State, Policy).Fields).IsConflict);
    }

    [Fact]
    public void The_others_are_listed_in_the_order_in_which_they_would_stand()
    {
        var world = new PartyWorld();
        foreach (var word in new[] { "name web 9 w", "name shop 8 s", "name crm 1 c", "name billing 2 -", "name mail 10 m" }) Tell(world, "c", word);
        var field = Assert.Single(PartyView.Of(world["c"].State, Policy).Fields);
        Assert.Equal(["mail", "web", "shop", "billing"], field.Others.Select(o => o.Source));
    }

    [Fact]
    public void Completeness_asks_for_what_one_expects_of_such_a_party()
    {
        var world = new PartyWorld();
        world.Describe("c", Say("crm", 100, (PartyField.Name, PartyValue.Of("x"))));
        var unknown = PartyView.Of(world["c"].State, Policy);
        Assert.Equal(PartyFields.Of(PartyKind.Customer).Count(r => !r.IsOptional) - 1, unknown.Missing.Count);
        world.Describe("c", Say("crm", 300, (PartyField.CustomerKind, PartyValue.Of((long)CustomerKind.Individual))));
        var person = PartyView.Of(world["c"].State, Policy);
        Assert.Equal([PartyField.Region, PartyField.Outlet, PartyField.BirthYear, PartyField.Occupation, PartyField.Education, PartyField.Major, PartyField.Relationship], person.Missing);
        Assert.Equal((2.0 / 9, 100L, 300L), (person.Completeness, person.Oldest, person.Newest));
        world.Describe("c", Say("crm", 400, (PartyField.CustomerKind, PartyValue.Of((long)CustomerKind.Organisation))));
        Assert.Equal([PartyField.Region, PartyField.Outlet, PartyField.Industry, PartyField.Size, PartyField.Major, PartyField.Relationship], PartyView.Of(world["c"].State, Policy).Missing);
        world.Describe("c", Say("crm", 500, (PartyField.Name, PartyValue.None), (PartyField.CustomerKind, PartyValue.None)));
        var nothing = PartyView.Of(world["c"].State, Policy);
        Assert.Equal((0.0, 0L, 0L), (nothing.Completeness, nothing.Oldest, nothing.Newest));
        // All of it, and it is complete.
        world.Describe("c", Say("crm", 600, [.. PartyFields.Of(PartyKind.Customer).Select(r => (r.Field, r.Type == PartyValueType.Text ? PartyValue.Of("x") : PartyValue.Of(r.Field == PartyField.BirthYear ? 1980 : 1)))]));
        Assert.Equal(1.0, PartyView.Of(world["c"].State, Policy).Completeness);
    }

    [Fact]
    public void What_is_known_or_older_is_no_news_and_sources_are_bounded()
    {
        var world = new PartyWorld();
        world.Describe("c", Say("crm", 5, (PartyField.Name, PartyValue.Of("m"))));
        var state = world["c"].State;
        Assert.False(state.IsNews(Say("crm", 5, (PartyField.Name, PartyValue.Of("m")))));
        Assert.False(state.IsNews(Say("crm", 4, (PartyField.Name, PartyValue.Of("z")))));
        Assert.False(state.IsNews(Say("crm", 5, (PartyField.Name, PartyValue.Of("a")))));
        Assert.True(state.IsNews(Say("crm", 5, (PartyField.Name, PartyValue.Of("n")))));
        Assert.True(state.IsNews(Say("crm", 6, (PartyField.Name, PartyValue.Of("m"))))); // it was still so then
        Assert.True(state.IsNews(Say("crm", 4, (PartyField.Name, PartyValue.Of("m")), (PartyField.Region, PartyValue.Of("n")))));
        for (var i = 1; i < PartyState.MaxSources; i++) world.Describe("c", Say("s" + i, 5, (PartyField.Name, PartyValue.Of("m"))));
        Assert.True(state.HasRoomFor("crm"));
        Assert.False(state.HasRoomFor("one-more"));
    }

    /// <summary><c>name crm 5 x</c>; a <c>-</c> takes the value back.</summary>
    private static void Tell(PartyWorld world, string id, string word)
    {
        var parts = word.Split(' ');
        var value = parts[3] == "-" ? PartyValue.None : PartyValue.Of(parts[3]);
        world.Describe(id, Say(parts[1], long.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture), (parts[0] == "name" ? PartyField.Name : PartyField.Region, value)));
    }
}
