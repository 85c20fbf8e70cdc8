using System.Globalization;
using System.Text.RegularExpressions;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.V1;
using Google.Protobuf.Reflection;

namespace CustomerGrains.Server.Tests.Facts;

/// <summary>What callers are told of facts is what the table and the enumerations say.</summary>
public class FactDocumentTests
{
    [Fact]
    public void The_readme_has_the_table()
    {
        var kinds = Fact.Descriptor.Oneofs[0].Fields;
        var rows = File.ReadLines(Path.Combine(Root(), "protos", "README.md")).Select(l => l.Split('|', StringSplitOptions.TrimEntries))
            .Where(c => c.Length == 6 && kinds.Any(k => c[1] == $"`{k.Name}`")).ToDictionary(c => c[1].Trim('`'));
        Assert.Equal(FactRules.All.Select(r => (int)r.Kind), kinds.Select(k => k.FieldNumber));
        Assert.Equal(kinds.Select(k => k.Name), rows.Keys);
        foreach (var kind in kinds)
        {
            var (rule, row) = (FactRules.Of((FactKind)kind.FieldNumber), rows[kind.Name]);
            Assert.True(row[2].StartsWith(rule.IsForService ? "rejected" : "applied", StringComparison.Ordinal), kind.Name + " when terminated");
            Assert.Equal(rule.MayBeAhead ? rule.MaxHeld : 0, row[3] == "rejected" ? 0 : Number(row[3]));
            Assert.Equal(rule.PerKey > 1 ? rule.PerKey : rule.Kept, Number(row[4]));
        }

        static int Number(string cell) => int.Parse(Regex.Match(cell, @"\d+").Value, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData(typeof(Domain.Relationships.SubscriberStatus))]
    [InlineData(typeof(Domain.Relationships.GroupKind))]
    [InlineData(typeof(Domain.Relationships.EnterpriseClass))]
    [InlineData(typeof(Domain.Relationships.CustomerKind))]
    [InlineData(typeof(Domain.Relationships.ContactChannel))]
    [InlineData(typeof(Domain.Relationships.AddOnState))]
    [InlineData(typeof(Domain.Relationships.MeasureKind))]
    [InlineData(typeof(Domain.Relationships.ContactDirection))]
    [InlineData(typeof(Domain.Relationships.CaseKind))]
    [InlineData(typeof(Domain.Relationships.CaseStage))]
    [InlineData(typeof(Domain.Relationships.OfferStage))]
    [InlineData(typeof(Domain.Relationships.RetentionResult))]
    [InlineData(typeof(Domain.Facts.RejectReason))]
    public void Values_have_the_numbers_of_the_api(Type type)
    {
        var api = FactReflection.Descriptor.EnumTypes.Concat(UsageFeedReflection.Descriptor.EnumTypes).Single(e => e.Name == type.Name);
        Assert.Equal(
            Enum.GetNames(type).Where(n => n != "None").Select(n => (n, Convert.ToInt32(Enum.Parse(type, n), CultureInfo.InvariantCulture))),
            api.Values.Where(v => v.Number != 0).Select(v => (Name(api, v), v.Number)));
    }

    private static string Name(EnumDescriptor type, EnumValueDescriptor value)
    {
        var words = value.Name[(Regex.Replace(type.Name, "(?<!^)([A-Z])", "_$1").Length + 1)..].Split('_');
        return string.Concat(words.Select(w => w[0] + w[1..].ToLowerInvariant()));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CustomerGrains.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("The tests are not inside the repository.");
        return folder.FullName;
    }
}
