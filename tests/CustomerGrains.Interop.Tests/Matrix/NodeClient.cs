namespace CustomerGrains.Interop.Tests.Matrix;

/// <summary>@grpc/grpc-js, as its package-lock.json has it.</summary>
internal sealed class NodeClient : ScriptClient
{
    private const string Missing = "Install nodejs and npm; tests/install does, as root.";

    public override string Name => "Node grpc-js";

    protected override Task<(int ExitCode, string Output, string Errors)> StartAsync(string settings)
    {
        var directory = Repository.PathOf("tests/CustomerGrains.Interop.Tests/Clients/node");
        Assert.True(Directory.Exists(Path.Combine(directory, "node_modules")), $"The packages are not there: npm ci in {directory}; tests/install does.");
        return ChildProcess.RunAsync("node", ["client.js"], settings, Missing, directory);
    }
}
