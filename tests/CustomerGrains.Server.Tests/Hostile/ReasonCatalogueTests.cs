using System.Reflection;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Tests.Hostile;

/// <summary>The catalogue of reasons in protos/README.md has what the protocol has.</summary>
public sealed class ReasonCatalogueTests
{
    private const string Prefix = "REJECT_REASON_";

    [Fact]
    public void No_reason_is_missing_and_none_is_too_much()
    {
        var rows = Rows();
        var reasons = UsageFeedReflection.Descriptor.EnumTypes.Single(static type => type.Name == nameof(RejectReason)).Values
            .Select(static value => value.Name[Prefix.Length..])
            .Where(static name => name != "UNSPECIFIED");
        Assert.Equal(reasons.Order(), rows.Select(static row => row[0].Trim('`')).Order());
        Assert.All(rows, static row => Assert.True(row.Length == 4 && row.All(static cell => cell.Length > 1), $"{row[0]} lacks a column."));
    }

    /// <summary>The cells of the catalogue's rows.</summary>
    private static List<string[]> Rows()
    {
        var repository = typeof(ReasonCatalogueTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static one => one.Key == "Repository").Value!;
        return [.. File.ReadLines(Path.Combine(repository, "protos", "README.md"))
            .SkipWhile(static line => line != "### Why a record is rejected")
            .SkipWhile(static line => !line.StartsWith("|---", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(static line => line.StartsWith('|'))
            .Select(static line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))];
    }
}
