using Microsoft.Extensions.Logging;

namespace CustomerGrains.Storage.Sqlite;

internal sealed partial class LogWriter
{
    [LoggerMessage(101, LogLevel.Error, "A group commit failed; its entries are void and their entities reload")]
    private static partial void LogCommitFailed(ILogger logger, Exception exception);

    [LoggerMessage(102, LogLevel.Warning, "Group {Group} with {Entries} entries is void")]
    private static partial void LogVoid(ILogger logger, long group, int entries);

    [LoggerMessage(103, LogLevel.Error, "Segment {Number} of the log cannot be made; the one before it goes on")]
    private static partial void LogRollFailed(ILogger logger, long number, Exception exception);

    [LoggerMessage(104, LogLevel.Critical, "The writer of the fact log failed; the process must end")]
    private static partial void LogFatal(ILogger logger, Exception exception);
}
