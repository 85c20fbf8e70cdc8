using System.Text.Json;
using CustomerGrains.Cli.Output;

namespace CustomerGrains.Cli.Tests;

/// <summary>Runs a command line and keeps what it printed.</summary>
internal sealed record Cli(int ExitCode, string Out, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>What was printed as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;

    public static async Task<Cli> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var deadline = new CancellationTokenSource(Patience);
        var code = await CommandLine.RunAsync(args, new Terminal(TextWriter.Synchronized(output), TextWriter.Synchronized(error), interactive: false), deadline.Token);
        return new Cli(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs it and expects success.</summary>
    public static async Task<Cli> SucceedAsync(params string[] args)
    {
        var result = await RunAsync(args);
        Assert.True(result.ExitCode == 0, $"exit code {result.ExitCode}: {result.Error}{result.Out}");
        return result;
    }
}
