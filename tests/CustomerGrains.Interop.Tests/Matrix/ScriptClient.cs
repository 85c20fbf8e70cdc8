using System.Text.Json;

namespace CustomerGrains.Interop.Tests.Matrix;

/// <summary>A client that is a program: settings in as JSON, one line of JSON out for each feature.</summary>
internal abstract class ScriptClient : IMatrixClient
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public abstract string Name { get; }

    public async Task<IReadOnlyList<Cell>> RunAsync(Settings settings)
    {
        var (exitCode, output, errors) = await StartAsync(JsonSerializer.Serialize(settings, Json));
        Assert.True(exitCode == 0, $"{Name} ended with {exitCode}:\n{output}\n{errors}");
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<Cell>(line, Json)!)];
    }

    protected abstract Task<(int ExitCode, string Output, string Errors)> StartAsync(string settings);
}
