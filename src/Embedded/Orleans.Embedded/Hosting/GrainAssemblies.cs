using System.Reflection;

namespace Orleans.Embedded;

/// <summary>Finds the assemblies that may declare grains: what is loaded, and what that refers to, loaded or not yet.</summary>
internal static class GrainAssemblies
{
    private static readonly string OwnName = typeof(GrainAssemblies).Assembly.GetName().Name!;

    public static IReadOnlyCollection<Assembly> Find(IEnumerable<Assembly> named)
    {
        var found = new HashSet<Assembly>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<Assembly>(named.Concat(AppDomain.CurrentDomain.GetAssemblies()));
        while (open.TryPop(out var assembly))
        {
            if (assembly.IsDynamic || IsPlatform(assembly.GetName()) || !found.Add(assembly))
                continue;
            foreach (var reference in assembly.GetReferencedAssemblies())
            {
                if (!IsPlatform(reference) && names.Add(reference.FullName) && TryLoad(reference) is { } loaded)
                    open.Push(loaded);
            }
        }

        return [.. found.Where(a => a.GetReferencedAssemblies().Any(r => r.Name == OwnName)).OrderBy(a => a.FullName, StringComparer.Ordinal)];
    }

    private static bool IsPlatform(AssemblyName name) => name.Name is { } simple
        && (simple is "mscorlib" or "netstandard" or "System"
            || simple.StartsWith("System.", StringComparison.Ordinal)
            || simple.StartsWith("Microsoft.", StringComparison.Ordinal));

    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            // Referenced but not deployed, or no managed code: it cannot hold grains that could run.
            return null;
        }
    }
}
