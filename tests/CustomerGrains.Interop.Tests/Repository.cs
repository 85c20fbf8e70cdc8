using System.Reflection;

namespace CustomerGrains.Interop.Tests;

/// <summary>The sources that this was built from: the clients in other languages run from there.</summary>
internal static class Repository
{
    private static readonly string Root =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!;

    public static string PathOf(string path) => Path.Combine(Root, path);
}
