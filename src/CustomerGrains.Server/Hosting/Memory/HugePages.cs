using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Hosting.Memory;

/// <summary>
/// Has the kernel back the process's memory with pages of 2 MB instead of 4 KB. Subscribers lie in gigabytes of heap and are called in no order, so that nearly every
/// cache line that a turn reads is also one whose address the processor has to look up in memory first. The heap itself never asks: it grows in
/// steps that are smaller than a huge page. So blocks that are in use are joined from time to time, at most half of one core meanwhile.
/// Bytes and addresses stay as they are.
/// </summary>
internal sealed partial class HugePages : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>Of each <see cref="Step"/>. One block takes some 5 ms.</summary>
    private static readonly TimeSpan Work = Step / 2;

    private readonly TimeProvider _time;
    private readonly ILogger<HugePages> _logger;

    public HugePages(TimeProvider time, ILogger<HugePages> logger) => (_time, _logger) = (time, logger);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!MemoryBlocks.CanJoin)
        {
            LogNotSupported();
            return;
        }
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await JoinAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Slower is all that a server without them is.
                LogNotNow(e);
            }
        }
    }

    /// <summary>Goes through the memory once. A block that cannot be joined now is tried again the next time.</summary>
    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        using var pause = new PeriodicTimer(Step, _time);
        var began = _time.GetTimestamp();
        foreach (var block in MemoryBlocks.InUse())
        {
            MemoryBlocks.Join(block);
            if (_time.GetElapsedTime(began) < Work) continue;
            await pause.WaitForNextTickAsync(cancellationToken);
            began = _time.GetTimestamp();
        }
    }

    [LoggerMessage(EventId = 150, Level = LogLevel.Information, Message = "This kernel does not join memory into huge pages (Linux 6.1 or later does, with transparent huge pages built in); a server with many subscribers is slower without.")]
    private partial void LogNotSupported();

    [LoggerMessage(EventId = 151, Level = LogLevel.Warning, Message = "Memory could not be joined into huge pages; it is tried again.")]
    private partial void LogNotNow(Exception exception);
}
