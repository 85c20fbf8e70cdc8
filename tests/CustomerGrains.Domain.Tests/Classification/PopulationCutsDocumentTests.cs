using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Documents;

namespace CustomerGrains.Domain.Tests.Classification;

/// <summary>The document of the population's quintiles.</summary>
public sealed class PopulationCutsDocumentTests
{
    private const string Good = """{"day":"2026-03-15","population":7,"recencyDays":[0,0,3,2147483647],"sessions":[1,1,2,9],"chargeMicros":[0,5,5,8000000]}""";

    [Fact]
    public void What_is_kept_is_what_it_means_and_what_is_built_in_is_the_policys()
    {
        var check = DocumentKinds.PopulationCuts.Check(Good);
        Assert.Equal((Good, "2026-03-15", "of 7 subscribers"), (check.Text, check.Title, check.Note));
        var cuts = PopulationCutsDocument.ToCuts(4, DocumentKinds.PopulationCuts.ReadKept(Good))!;
        Assert.Equal((4U, 20_527, 7), (cuts.Version, cuts.Day, cuts.Population));
        Assert.Equal([5, 3, 2, 2, 2, 1], new int?[] { 0, 3, 4, 9, int.MaxValue, null }.Select(cuts.RecencyScore));
        Assert.Null(PopulationCutsDocument.ToCuts(0, DocumentKinds.PopulationCuts.BuiltIn));
        Assert.Equal(DocumentKinds.PopulationCuts.BuiltInText, DocumentKinds.PopulationCuts.Check("{}").Text);
        Assert.Same(DocumentKinds.PopulationCuts, DocumentKinds.Find("population-cuts"));
    }

    [Theory]
    [InlineData("day", "\"2026-03-15\"", "\"15.3.2026\"")]
    [InlineData("population", "7", "0")]
    [InlineData("recencyDays", "[0,0,3,2147483647]", "[0,0,3]")]
    [InlineData("sessions[2]", "[1,1,2,9]", "[1,2,1,9]")]
    [InlineData("chargeMicros[0]", "[0,5,5,8000000]", "[-1,5,5,8000000]")]
    public void A_contradiction_is_named_by_its_place(string path, string good, string bad) =>
        Assert.Equal(path, Assert.Single(DocumentKinds.PopulationCuts.Check(Good.Replace(good, bad, StringComparison.Ordinal)).Problems).Path);
}
