using CustomerGrains.Domain.Documents;
using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Tests.Documents;

public class DocumentJsonTests
{
    [Fact]
    public void Comments_and_trailing_commas_are_welcome_and_what_is_not_said_has_its_default()
    {
        var reading = DocumentJson.Read<Policy>("""
            {
              // ours is a dear country
              "value": { "highFromMicros": 200000000, },
            }
            """);

        Assert.Empty(reading.Problems);
        Assert.Equal(200_000_000, reading.Value!.Value.HighFromMicros);
        Assert.Equal(30_000_000, reading.Value.Value.OrdinaryFromMicros);
        Assert.Equal(Policy.Default.Loyalty.StickyServices, reading.Value.Loyalty.StickyServices);
    }

    [Theory]
    [InlineData("""{ "valeu": {} }""", "valeu", "no such member")]
    [InlineData("""{ "value": { "HighFromMicros": 1 } }""", "value.HighFromMicros", "no such member")]
    [InlineData("""{ "brands": { "rules": [ { "brand": "A" }, { "ageform": 3 } ] } }""", "brands.rules[1].ageform", "no such member")]
    [InlineData("""{ "brands": { "rules": [ null ] } }""", "brands.rules[0]", "null")]
    [InlineData("""{ "brands": null }""", "brands", "cannot be read")]
    [InlineData("""{ "value": { "highFromMicros": "much" } }""", "value.highFromMicros", "cannot be read")]
    [InlineData("""{ "value": { "highFromMicros": 1.5 } }""", "value.highFromMicros", "cannot be read")]
    [InlineData("""{ "brands": { "rules": [ { "brand": "A", "match": "some" } ] } }""", "brands.rules[0].match", "cannot be read")]
    [InlineData("""{ "brands": { "rules": [ { "brand": "A", "match": 1 } ] } }""", "brands.rules[0].match", "cannot be read")]
    [InlineData("""{ "value": { "highFromMicros": 1, "highFromMicros": 2 } }""", "value.highFromMicros", "cannot be read")]
    [InlineData("""{ "value": [] }""", "value", "cannot be read")]
    [InlineData("""{ "value": """, "", "not JSON")]
    [InlineData("""{ "value" } """, "", "not JSON")]
    [InlineData("[]", "", "not JSON")]
    [InlineData("null", "", "null")]
    [InlineData("", "", "not JSON")]
    public void What_cannot_be_read_is_named_by_its_place(string json, string path, string problem)
    {
        var reading = DocumentJson.Read<Policy>(json);

        Assert.Null(reading.Value);
        var found = Assert.Single(reading.Problems);
        Assert.Equal(path, found.Path);
        Assert.Contains(problem, found.Problem, StringComparison.Ordinal);
        Assert.NotEmpty(found.Remedy);
    }

    [Fact]
    public void All_unknown_members_are_named_at_once()
    {
        var reading = DocumentJson.Read<Policy>("""{ "a": 1, "value": { "b": 2 }, "alerts": { "rules": [ { "c": 3 } ] } }""");

        Assert.Equal(["a", "value.b", "alerts.rules[0].c"], reading.Problems.Select(p => p.Path));
    }

    [Fact]
    public void A_text_full_of_problems_names_a_hundred()
    {
        var members = string.Join(",", Enumerable.Range(0, 100_000).Select(i => $"\"a{i}\":1"));

        Assert.Equal(DocumentRules.MaxProblems, DocumentJson.Read<Policy>($"{{{members}}}").Problems.Count);
    }

    [Fact]
    public void The_same_value_is_always_the_same_text()
    {
        var text = DocumentJson.Write(Policy.Default);

        Assert.Equal(text, DocumentJson.Write(DocumentJson.Read<Policy>(text).Value!));
        Assert.Equal(text, DocumentJson.Write(DocumentJson.Read<Policy>(DocumentJson.WriteIndented(Policy.Default)).Value!));
        Assert.Equal(text, DocumentJson.Write(DocumentJson.Read<Policy>("{}").Value!));
        Assert.DoesNotContain('\n', text);
    }
}
