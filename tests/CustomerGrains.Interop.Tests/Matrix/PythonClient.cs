namespace CustomerGrains.Interop.Tests.Matrix;

/// <summary>grpcio, as Debian packages it, with stubs that Debian's protoc makes of the same proto files.</summary>
internal sealed class PythonClient : ScriptClient
{
    // Debian's own: another Python on the path does not see Debian's packages.
    internal const string Python = "/usr/bin/python3";

    private const string Plugin = "/usr/bin/grpc_python_plugin";
    private const string Missing = "Install python3-grpcio, protobuf-compiler-grpc and libprotobuf-dev; tests/install does, as root.";

    public override string Name => "Python grpcio";

    protected override async Task<(int ExitCode, string Output, string Errors)> StartAsync(string settings)
    {
        var stubs = Directory.CreateTempSubdirectory("customergrains-stubs-").FullName;
        try
        {
            await GenerateAsync(stubs, Repository.PathOf("protos"), Repository.PathOf("tests/CustomerGrains.Interop.Tests/Protos"));
            var environment = new Dictionary<string, string> { ["PYTHONPATH"] = stubs, ["PYTHONDONTWRITEBYTECODE"] = "1" };
            var result = await ChildProcess.RunAsync(
                Python, ["client.py"], settings, Missing, Repository.PathOf("tests/CustomerGrains.Interop.Tests/Clients/python"), environment);
            Assert.False(result.Errors.Contains("No module named 'grpc'", StringComparison.Ordinal), $"{Python} has no grpc. {Missing}");
            return result;
        }
        finally
        {
            Directory.Delete(stubs, recursive: true);
        }
    }

    private static async Task GenerateAsync(string stubs, params string[] roots)
    {
        var files = roots.SelectMany(root => Directory.EnumerateFiles(root, "*.proto", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file)))
            .Where(file => !file.StartsWith("samples/", StringComparison.Ordinal));
        Assert.True(File.Exists(Plugin), $"There is no {Plugin}. {Missing}");
        var (exitCode, _, errors) = await ChildProcess.RunAsync(
            "/usr/bin/protoc",
            [.. roots.Select(root => "-I" + root), "--python_out=" + stubs, "--grpc_python_out=" + stubs, "--plugin=protoc-gen-grpc_python=" + Plugin, .. files],
            "",
            Missing);
        Assert.True(exitCode == 0, errors);
    }
}
