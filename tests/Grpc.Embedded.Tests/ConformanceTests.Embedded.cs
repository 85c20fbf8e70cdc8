using System.Reflection;
using CustomerGrains.Conformance;
using Grpc.Core;
using Xunit.Abstractions;

namespace Grpc.Embedded.Tests;

public sealed class ConformanceTests(ITestOutputHelper output)
{
    private const string Common = "from Grpc.Net.Common, which both real packages bring along and the listings do not cover";

    private static readonly Assembly Ours = typeof(RpcException).Assembly;

    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["Grpc.Core.AsyncStreamReaderExtensions :: public static System.Collections.Generic.IAsyncEnumerable<T> ReadAllAsync<T>(this Grpc.Core.IAsyncStreamReader<T> streamReader, System.Threading.CancellationToken cancellationToken = default)"] = Common,
    };

    [ReferenceFact]
    public void Public_surface_is_the_real_packages_letter_for_letter()
    {
        var files = new[] { "Grpc.Core.Api", "Grpc.AspNetCore.Server", "Grpc.Net.Client" }
            .Select(n => Path.Combine(ApiConformance.ApiFolder()!, n + ".txt"));
        var differences = ApiConformance.Check(Ours, files, Allowed, out var report);
        output.WriteLine(report.ToString());
        Assert.Empty(differences);
        Assert.True(report.Compared >= 400, report.ToString());
    }

    [Theory]
    [InlineData("RealServer", "Grpc.AspNetCore.Server.dll", 70)]
    [InlineData("RealClient", "Grpc.Net.Client.dll", 60)]
    public void Everything_the_real_packages_call_in_types_that_are_here_is_here_too(string metadataKey, string file, int floor)
    {
        var path = Path.Combine(FolderOf(metadataKey), "net10.0", file);
        var check = MemberReferenceCheck.Run(path, ["Grpc.Core.Api", "Grpc.Net.Common"], Ours);
        output.WriteLine($"{path}: {check.Compared} references compared, all here but {check.Missing.Count}; of types that are not here: {check.TypesNotHere.Count}");
        foreach (var type in check.TypesNotHere) output.WriteLine("  not here: " + type);
        Assert.Empty(check.Missing);
        Assert.True(check.Compared >= floor, $"only {check.Compared} references were compared");
    }

    private static string FolderOf(string key) =>
        typeof(ConformanceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
