using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Storage.Tests;

/// <summary>Keeps what is logged as an error: a test that does not expect one fails on it.</summary>
public sealed class RecordingLoggers : ILoggerFactory, ILogger
{
    public ConcurrentQueue<string> Errors { get; } = new();

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        if (logLevel >= LogLevel.Error) Errors.Enqueue($"{text} {exception}");
    }

    public void Dispose()
    {
    }
}
