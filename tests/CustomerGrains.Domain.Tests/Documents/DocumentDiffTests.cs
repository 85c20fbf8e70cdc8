using CustomerGrains.Domain.Documents;

namespace CustomerGrains.Domain.Tests.Documents;

public class DocumentDiffTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1.0}""", "")]
    [InlineData("""{"a":1,"b":{"c":2}}""", """{"b":{"c":2},"a":1}""", "")]
    [InlineData("""{"a":1}""", """{"a":2}""", "a: 1 > 2")]
    [InlineData("""{"a":{"b":{"c":"x"}}}""", """{"a":{"b":{"c":"y"}}}""", "a.b.c: \"x\" > \"y\"")]
    [InlineData("""{"a":1}""", """{"b":1}""", "a: 1 > -; b: - > 1")]
    [InlineData("""{"a":[1,2,3]}""", """{"a":[1,4]}""", "a[1]: 2 > 4; a[2]: 3 > -")]
    [InlineData("""{"a":[]}""", """{"a":[{"b":null}]}""", "a[0]: - > {\"b\":null}")]
    [InlineData("""{"a":null}""", """{"a":{"b":1}}""", "a: null > {\"b\":1}")]
    public void Differences_are_named_leaf_by_leaf(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join("; ", DocumentDiff.Of(before, after).Select(c => $"{c.Path}: {c.Before ?? "-"} > {c.After ?? "-"}")));
}
