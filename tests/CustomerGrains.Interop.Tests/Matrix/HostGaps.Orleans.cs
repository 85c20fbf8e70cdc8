namespace CustomerGrains.Interop.Tests.Matrix;

/// <summary>What this host cannot do, whoever calls: the only cells that may say n/a.</summary>
internal static class HostGaps
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["repeated binary metadata keys"] = "Grpc.AspNetCore.Server takes the values of a binary header for one, and fails on it.",
    };
}
