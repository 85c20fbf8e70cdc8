using System.Collections.Concurrent;
using CustomerGrains.Interop.Tests.Clients.DotNet;
using CustomerGrains.Interop.Tests.Server;
using Xunit.Sdk;

namespace CustomerGrains.Interop.Tests.Matrix;

/// <summary>Runs each client once, the first time somebody asks for its column; each against servers of its own, one after the other.</summary>
public sealed class MatrixFixture : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Column>>> _columns = new();
    private readonly SemaphoreSlim _one = new(1);

    internal static IReadOnlyList<IMatrixClient> Clients { get; } = [new NodeClient(), new PythonClient(), new DotNetClient()];

    internal Task<Column> ColumnAsync(string client) =>
        _columns.GetOrAdd(client, name => new(() => RunAsync(Clients.Single(c => c.Name == name)))).Value;

    public void Dispose() => _one.Dispose();

    private async Task<Column> RunAsync(IMatrixClient client)
    {
        await _one.WaitAsync();
        try
        {
            var servers = await InteropServers.StartAsync();
            IReadOnlyList<Cell> cells = [];
            var errors = "";
            try
            {
                cells = await client.RunAsync(Settings.For(servers));
            }
            finally
            {
                errors = await StopAsync(servers);
            }
            return new Column(client.Name, cells.ToDictionary(c => c.Feature), errors);
        }
        finally
        {
            _one.Release();
        }
    }

    private static async Task<string> StopAsync(InteropServers servers)
    {
        try
        {
            await servers.DisposeAsync();
            return "";
        }
        catch (XunitException e)
        {
            return e.Message;
        }
    }
}
