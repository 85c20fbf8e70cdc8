using System.ComponentModel;
using System.Diagnostics;

namespace CustomerGrains.Cli.Bench.Wire;

/// <summary>grpc-js as a server, in a process of its own that ends with this one.</summary>
internal sealed class NodeServer : IAsyncDisposable
{
    private readonly Process _process;

    private NodeServer(Process process, string name, Uri address)
    {
        _process = process;
        Name = name;
        Address = address;
    }

    /// <summary>With its version.</summary>
    public string Name { get; }

    public Uri Address { get; }

    /// <param name="folder">Its <c>node_modules</c> has <c>@grpc/grpc-js</c>.</param>
    /// <exception cref="CliException">Node or the package is not there; the message says how to get it.</exception>
    public static async Task<NodeServer> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Bench", "Wire", "node", "server.js");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "@grpc", "grpc-js")))
            throw new CliException($"--node: '{folder}' has no node_modules/@grpc/grpc-js. Install it: npm ci --prefix protos/samples/node (or npm install @grpc/grpc-js anywhere, and name that folder).", CliException.Usage);
        var start = new ProcessStartInfo("node", [script, Path.GetFullPath(folder)]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new CliException("--node: Node cannot be started. Install Node 18 or later (https://nodejs.org, or nodejs of the system's packages).", CliException.Usage, e);
        }
        // "port version"
        var words = (await process.StandardOutput.ReadLineAsync(cancellationToken))?.Split(' ');
        if (words is not [var port, var version])
        {
            process.Dispose();
            throw new CliException("--node: the grpc-js server did not start; what it said is above.");
        }
        return new NodeServer(process, "grpc-js " + version, new Uri("http://127.0.0.1:" + port));
    }

    public async ValueTask DisposeAsync()
    {
        // It ends when nobody holds the other end.
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
