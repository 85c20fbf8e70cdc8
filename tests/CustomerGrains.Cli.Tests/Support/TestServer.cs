using CustomerGrains.Cli.Serving;
using CustomerGrains.Server.Hosting;

namespace CustomerGrains.Cli.Tests;

/// <summary>A server on a fresh store in a folder of its own, and room for files.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("customergrains-tests-");
    private RunningServer? _server;

    public string Address => _server!.Address.ToString();

    public static async Task<TestServer> StartAsync()
    {
        var server = new TestServer();
        await server.BeginAsync();
        return server;
    }

    /// <param name="port">Where it listens then; 0 takes a free one.</param>
    public async Task RestartAsync(int port = 0)
    {
        await _server!.DisposeAsync();
        await BeginAsync(port);
    }

    /// <summary>Writes a file and says where it is.</summary>
    public string File(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task BeginAsync(int port = 0) => _server = await LocalServer.StartAsync(
        new ServerOptions { DataDirectory = Path.Combine(_folder.FullName, "store"), Listen = $"http://127.0.0.1:{port}", Clock = ClockMode.Stream, ReviewsPerSecond = 0, HugePages = false },
        CancellationToken.None);
}
