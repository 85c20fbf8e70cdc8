using System.Text;
using System.Threading.Channels;
using CustomerGrains.Cli.Output;

namespace CustomerGrains.Cli.Tests;

/// <summary>A command line that runs until it is interrupted, and its output line by line as it comes.</summary>
internal sealed class LiveCli : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _interrupt = new(Patience);
    private readonly Lines _out = new();
    private readonly StringWriter _error = new();
    private readonly TextWriter _errors;
    private readonly Task<int> _running;

    public LiveCli(params string[] args)
    {
        _errors = TextWriter.Synchronized(_error);
        _running = CommandLine.RunAsync(args, new Terminal(_out, _errors, interactive: false), _interrupt.Token);
    }

    /// <summary>What stands on the standard error so far.</summary>
    public string Error
    {
        get
        {
            // The lock of a synchronized writer is the writer itself.
            lock (_errors) return _error.ToString();
        }
    }

    /// <summary>The next line of the standard output.</summary>
    public async Task<string> NextAsync()
    {
        var line = _out.Written.Reader.ReadAsync(_interrupt.Token).AsTask();
        if (await Task.WhenAny(line, _running) == line || line.IsCompleted) return await line;
        Assert.Fail($"It ended with {await _running}: {_error}");
        return "";
    }

    /// <summary>Ctrl+C.</summary>
    public Task<int> InterruptAsync()
    {
        _interrupt.Cancel();
        return _running;
    }

    /// <summary>The exit code, when it ends by itself.</summary>
    public Task<int> EndAsync() => _running.WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await _interrupt.CancelAsync();
        await _running;
        _interrupt.Dispose();
        await _error.DisposeAsync();
    }

    private sealed class Lines : TextWriter
    {
        public Channel<string> Written { get; } = Channel.CreateUnbounded<string>();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Assert.Fail("Only whole lines are expected.");

        public override void WriteLine(string? value) => Assert.True(Written.Writer.TryWrite(value ?? ""));
    }
}
