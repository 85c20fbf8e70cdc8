using System.Globalization;
using System.Reflection;

namespace CustomerGrains.Conformance;

/// <summary>
/// Compares the surface of an embedded host with the reference listings (<see cref="ApiDump"/>), both ways: a line of
/// ours whose type is listed must be listed letter for letter, and a type of ours in one of their namespaces must be listed.
/// Linked by the test projects of both embedded hosts together with <c>ApiDump.Embedded.cs</c>; hence internal.
/// </summary>
internal static class ApiConformance
{
    /// <summary>
    /// The folder with the reference listings: <c>$CG_SHARED/api</c>, or else the first <c>shared/api</c> beside one of the
    /// folders above the running assembly. Null when there is none.
    /// </summary>
    public static string? ApiFolder()
    {
        if (Environment.GetEnvironmentVariable("CG_SHARED") is { Length: > 0 } shared)
            return Path.Combine(shared, "api");
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared", "api") is var api && Directory.Exists(api))
                return api;
        return null;
    }

    /// <summary>Compares <paramref name="ours"/> with the listings in <paramref name="theirFiles"/> (absolute paths).</summary>
    /// <param name="ours">The embedded assembly.</param>
    /// <param name="theirFiles">The reference listings, one line a member.</param>
    /// <param name="allowList">Types or whole lines of ours that are not listed, each with the reason why that is right.
    /// An entry that excuses nothing is itself a difference, so that the list stays short.</param>
    /// <param name="report">What was compared: counts, and the allowed exceptions with their reasons.</param>
    /// <returns>The differences, each a sentence; empty when the surfaces agree.</returns>
    public static IReadOnlyList<string> Check(
        Assembly ours, IEnumerable<string> theirFiles, IReadOnlyDictionary<string, string> allowList, out ApiReport report)
    {
        var theirs = theirFiles.SelectMany(File.ReadLines).Where(l => l.Contains(" :: ", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var theirTypes = theirs.Select(ApiDump.TypeOf).ToHashSet(StringComparer.Ordinal);
        var theirNamespaces = theirTypes.Select(Namespace).ToHashSet(StringComparer.Ordinal);
        var differences = new List<string>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        int compared = 0, foreign = 0;
        foreach (var line in ApiDump.Lines(ours))
        {
            var type = ApiDump.TypeOf(line);
            if (theirs.Contains(line)) compared++;
            else if (allowList.ContainsKey(type)) used.Add(type);
            else if (allowList.ContainsKey(line)) used.Add(line);
            else if (theirTypes.Contains(type)) differences.Add("not in the real package: " + line);
            else if (theirNamespaces.Contains(Namespace(type))) differences.Add("type of ours in a namespace of theirs: " + line);
            else foreign++;
        }
        differences.AddRange(allowList.Keys.Where(k => !used.Contains(k)).Select(k => "allowed but not needed: " + k));
        report = new ApiReport(compared, theirs.Count, foreign, [.. used.Order(StringComparer.Ordinal).Select(k => $"{k}: {allowList[k]}")]);
        return differences;
    }

    private static string Namespace(string type)
    {
        var generic = type.IndexOfAny(['<', '+']);
        var plain = generic < 0 ? type : type[..generic];
        return plain[..Math.Max(0, plain.LastIndexOf('.'))];
    }

    /// <summary>What a comparison covered.</summary>
    /// <param name="Compared">Lines of ours that stand in the listings letter for letter.</param>
    /// <param name="Listed">Lines the listings have in all.</param>
    /// <param name="Foreign">Lines of ours in namespaces of our own.</param>
    /// <param name="Allowed">The exceptions that were needed, with their reasons.</param>
    internal sealed record ApiReport(int Compared, int Listed, int Foreign, IReadOnlyList<string> Allowed)
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"API lines compared: {Compared} equal of {Listed} listed; {Foreign} in own namespaces; allowed: {string.Join("; ", Allowed)}");
    }
}
