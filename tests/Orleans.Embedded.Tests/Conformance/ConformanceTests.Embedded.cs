using System.Reflection;
using CustomerGrains.Conformance;
using Xunit.Abstractions;

namespace Orleans.Embedded.Tests.Conformance;

/// <summary>Our public surface is Orleans' own, letter for letter, as far as it goes.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    private static readonly string[] Files = ["Orleans.Core.Abstractions", "Orleans.Core", "Orleans.Runtime", "Orleans.Serialization.Abstractions"];

    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["Orleans.Serialization.Invocation.ITargetHolder"] = "from Orleans.Serialization, which the listings do not cover; IGrainContext derives from it",
    };

    [ListingsFact]
    public void Public_surface_is_the_real_packages_letter_for_letter()
    {
        var files = Files.Select(name => Path.Combine(ApiConformance.ApiFolder()!, name + ".txt"));
        var differences = ApiConformance.Check(typeof(Grain).Assembly, files, Allowed, out var report);
        output.WriteLine(report.ToString());
        Assert.Empty(differences);
        Assert.True(report.Compared >= 230, report.ToString());
    }

    [Fact]
    public void Types_of_our_own_stand_in_our_own_namespace()
    {
        var theirs = new[] { "Orleans", "Orleans.Runtime", "Orleans.Core", "Orleans.Storage", "Orleans.Concurrency", "Orleans.Metadata", "Orleans.Serialization.Invocation" };
        Assert.All(typeof(Grain).Assembly.GetExportedTypes(), type => Assert.True(type.Namespace == "Orleans.Embedded" || theirs.Contains(type.Namespace), type.FullName));
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ListingsFactAttribute : FactAttribute
    {
        public ListingsFactAttribute()
        {
            if (ApiConformance.ApiFolder() is null)
                Skip = "No reference listings: set CG_SHARED to the folder that has api/.";
        }
    }
}
