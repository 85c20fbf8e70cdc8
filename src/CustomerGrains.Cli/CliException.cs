namespace CustomerGrains.Cli;

/// <summary>Something that whoever called the program has to know; the message says what to do, and there is no stack trace.</summary>
internal sealed class CliException(string message, int exitCode = CliException.Failed, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Exit code: it did not work, or does not reconcile.</summary>
    public const int Failed = 1;

    /// <summary>Exit code: it was called wrongly.</summary>
    public const int Usage = 2;

    /// <summary>The program's exit code.</summary>
    public int ExitCode { get; } = exitCode;
}
