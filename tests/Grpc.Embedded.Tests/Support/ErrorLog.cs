using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Grpc.Embedded.Tests;

/// <summary>Keeps what a server logs as an error or worse; a test that does not expect it fails.</summary>
internal sealed class ErrorLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _errors = [];
    private readonly ConcurrentQueue<string> _all = [];

    public IReadOnlyCollection<string> Errors => _errors;

    public IReadOnlyCollection<string> All => _all;

    public ILogger CreateLogger(string categoryName) => new OneLog(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class OneLog(ErrorLog owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = $"{logLevel} {category}: {formatter(state, exception)} {exception}";
            owner._all.Enqueue(line);
            if (logLevel >= LogLevel.Error) owner._errors.Enqueue(line);
        }
    }
}
