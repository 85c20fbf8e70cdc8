using Microsoft.Extensions.Logging;

namespace CustomerGrains.Grains.Subscribers;

internal static partial class SubscriberGrainLog
{
    [LoggerMessage(EventId = 200, Level = LogLevel.Error, Message = "Folding {Count} records failed; they are rejected and can be re-driven.")]
    internal static partial void FoldFailed(this ILogger logger, Exception exception, int count);
}
