using CustomerGrains.Server.Search.Filtering;
using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Tests.Search;

/// <summary>The filter language of AIP-160 on the fields of a subscriber.</summary>
public sealed class FilterTests
{
    [Fact]
    public async Task What_sql_finds_is_what_the_filter_means()
    {
        await using var rows = new RowFixture();
        var random = new Random(160);
        var all = Enumerable.Range(0, 300).Select(new FilterOracle(random, classesOnly: false).Row).ToArray();
        await rows.WriteAsync(all);
        var (found, none) = (0, 0);
        for (var i = 0; i < 400; i++)
        {
            var classesOnly = i % 2 == 0;
            var (text, holds) = new FilterOracle(random, classesOnly).Filter(3);
            var condition = FilterParser.Parse(text, classesOnly);
            var expected = all.Where(holds).Select(static r => r.SubscriberId).ToList();
            Assert.True(expected.SequenceEqual(await rows.SearchAsync(condition, size: 97)), text);
            Assert.True(expected.SequenceEqual((await rows.SearchAsync(condition, 97, new RowOrder(SubscriberFields.ChurnProbability, true))).Order(StringComparer.Ordinal)), text);
            Assert.Equal(expected.Count, await rows.Model.CountAsync(condition, CancellationToken.None));
            if (expected.Count > 0) found++;
            else none++;
        }
        Assert.True(found > 200 && none > 10, $"{found} filters found somebody, {none} nobody: too much alike.");
    }

    [Fact]
    public void Or_binds_tighter_than_and_and_blanks_bind_tighter_than_the_word()
    {
        var or = Assert.IsType<RowCondition.And>(FilterParser.Parse("star_level = 1 AND star_level = 2 OR star_level = 3"));
        Assert.IsType<RowCondition.Numbers>(or.Terms[0]);
        Assert.IsType<RowCondition.Or>(or.Terms[1]);
        var blank = Assert.IsType<RowCondition.And>(FilterParser.Parse("star_level = 1 -star_level = 2 OR port_out_requested = true"));
        var negated = Assert.IsType<RowCondition.Or>(blank.Terms[1]);
        Assert.IsType<RowCondition.Not>(negated.Terms[0]);
        Assert.Null(FilterParser.Parse("  "));
    }

    [Theory]
    [InlineData("star_level", 11, "star_level wants one of = != < <= > >= :")]
    [InlineData("value_clas = HIGH", 1, "no field 'value_clas'. Known are subscriber_id, status,")]
    [InlineData("value_class = BIG", 15, "value_class has no value 'BIG'. It has NONE, LOW_RELEASABLE")]
    [InlineData("star_level = 1 AND", 19, "the filter ends where a field's name")]
    [InlineData("(star_level = 1", 16, "the filter ends where ')' was expected")]
    [InlineData("star_level = 1)", 15, "')' stands where AND, OR or the end was expected")]
    [InlineData("star_level = \"1", 14, "has no end")]
    [InlineData("star_level ! 1", 12, "'!' stands before '=' only")]
    [InlineData("star_level = ", 14, "wants a value")]
    [InlineData("arrears_days > many", 16, "wants a number up to 10^15, not 'many'")]
    [InlineData("arrears_days > 1e5", 16, "wants a number")]
    [InlineData("contract_end_time > tomorrow", 21, "wants a time as 2026-03-15T12:00:00Z")]
    [InlineData("may_contact > true", 13, "compare it by = or !=")]
    [InlineData("may_contact = yes", 15, "is true or false, not 'yes'")]
    [InlineData("measures = FAMILY_PLAN", 10, "is a set: ask measures:")]
    [InlineData("region = \"*jing\"", 10, "a * stands at the end of a text only")]
    [InlineData("region > \"Bei*\"", 8, "goes with = and != only")]
    [InlineData("lower(region) = x", 1, "'lower(' calls a function")]
    [InlineData("region = a,b", 11, "',' belongs to functions")]
    public void A_filter_that_cannot_be_understood_is_refused_with_the_place_and_the_remedy(string filter, int position, string says)
    {
        var exception = Assert.Throws<FilterException>(() => FilterParser.Parse(filter));
        Assert.StartsWith($"at position {position}: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Filters_are_bounded()
    {
        string Nested(int depth) => new string('(', depth) + "star_level = 1" + new string(')', depth);
        Assert.NotNull(FilterParser.Parse(Nested(FilterParser.MaxDepth - 1)));
        Assert.Contains("nested deeper", Assert.Throws<FilterException>(() => FilterParser.Parse(Nested(FilterParser.MaxDepth))).Message, StringComparison.Ordinal);
        string Many(int terms) => string.Join(" OR ", Enumerable.Repeat("star_level=1", terms));
        Assert.NotNull(FilterParser.Parse(Many(FilterParser.MaxTerms)));
        Assert.Contains("comparisons", Assert.Throws<FilterException>(() => FilterParser.Parse(Many(FilterParser.MaxTerms + 1))).Message, StringComparison.Ordinal);
        Assert.Contains("characters", Assert.Throws<FilterException>(() => FilterParser.Parse(new string(' ', FilterParser.MaxLength + 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_hostile_is_a_value_and_nothing_else()
    {
        var condition = Assert.IsType<RowCondition.Texts>(FilterParser.Parse("region = \"x' OR 1=1; DROP TABLE subscribers --\""));
        Assert.Equal("x' OR 1=1; DROP TABLE subscribers --", condition.Value);
    }
}
