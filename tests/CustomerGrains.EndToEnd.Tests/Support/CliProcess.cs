using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CustomerGrains.EndToEnd.Tests.Support;

/// <summary>The <c>customergrains</c> program as a process.</summary>
public sealed partial class CliProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _standardOutput = new();
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TaskCompletionSource _nextLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CliProcess(IEnumerable<string> arguments, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "customergrains.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Take(e.Data, _standardOutput);
        _process.ErrorDataReceived += (_, e) => Take(e.Data, null);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    /// <summary>Without what went to standard error.</summary>
    public string StandardOutput
    {
        get { lock (_output) return _standardOutput.ToString(); }
    }

    public static CliProcess Start(params string[] arguments) => new(arguments);

    public static CliProcess StartWith(Dictionary<string, string> environment, params string[] arguments) => new(arguments, environment);

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        return (await program.ExitAsync(), program.Output);
    }

    /// <summary>Runs it to its end; it must succeed and print one JSON document.</summary>
    public static async Task<JsonElement> RunJsonAsync(params string[] arguments)
    {
        using var program = Start(arguments);
        var exitCode = await program.ExitAsync();
        Assert.True(exitCode == 0, $"customergrains {string.Join(' ', arguments)} ended with {exitCode}:\n{program.Output}");
        return JsonDocument.Parse(program.StandardOutput).RootElement;
    }

    /// <summary>A server on the folder, once it answers.</summary>
    public static async Task<CliProcess> ServeAsync(string directory, string listen, params string[] arguments)
    {
        var program = Start(["serve", "--data", directory, "--listen", listen, .. arguments]);
        await program.FirstLineAsync();
        return program;
    }

    /// <summary>Where a server that answers listens, as it says itself.</summary>
    public IReadOnlyList<Uri> Addresses => [.. Address().Matches(StandardOutput.Split('\n')[0]).Select(static m => new Uri(m.Value))];

    public async Task<string> FirstLineAsync()
    {
        var ended = _process.WaitForExitAsync();
        if (await Task.WhenAny(_firstLine.Task, ended) == ended && !_firstLine.Task.IsCompleted) Assert.Fail("The program ended before it said anything:\n" + Output);
        return await _firstLine.Task;
    }

    /// <summary>Waits until a line with this text has been printed.</summary>
    public async Task UntilAsync(string text)
    {
        var ended = _process.WaitForExitAsync();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            Task next;
            lock (_output) next = _nextLine.Task;
            if (Output.Contains(text, StringComparison.Ordinal)) return;
            if (await Task.WhenAny(next, ended) == ended) Assert.Fail($"The program ended before it said '{text}':\n{Output}");
        }
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public bool HasExited => _process.HasExited;

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGTERM; the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        return await ExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    [GeneratedRegex(@"https?://[^\s,]+")]
    private static partial Regex Address();

    private void Take(string? line, StringBuilder? also)
    {
        if (line is null) return;
        lock (_output)
        {
            _output.AppendLine(line);
            also?.AppendLine(line);
            _nextLine.SetResult();
            _nextLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        _firstLine.TrySetResult(line);
    }
}
