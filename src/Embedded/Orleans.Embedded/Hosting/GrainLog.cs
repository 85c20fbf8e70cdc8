using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>What the host tells the log.</summary>
internal sealed partial class GrainLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Error, "{Grain} could not be activated; its callers get the exception.")]
    public partial void ActivationFailed(GrainId grain, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "OnDeactivateAsync of {Grain} failed; the activation ends all the same.")]
    public partial void DeactivationFailed(GrainId grain, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "Disposing of {Grain} failed.")]
    public partial void DisposeFailed(GrainId grain, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "A timer of {Grain} failed; it ticks on.")]
    public partial void TimerFailed(GrainId grain, Exception exception);

    [LoggerMessage(5, LogLevel.Information, "Collected {Count} idle activations; {Alive} are alive.")]
    public partial void Collected(int count, int alive);

    [LoggerMessage(6, LogLevel.Warning, "{Count} activations had not ended when the host had to stop.")]
    public partial void NotEnded(int count);
}
