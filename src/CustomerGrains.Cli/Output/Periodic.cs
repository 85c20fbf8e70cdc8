namespace CustomerGrains.Cli.Output;

/// <summary>Calls something at regular times until it is disposed of, and once more then.</summary>
internal sealed class Periodic : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Action _action;
    private readonly Task _running;

    public Periodic(TimeSpan period, TimeProvider timeProvider, Action action)
    {
        _action = action;
        _running = RunAsync(period, timeProvider);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
        _action();
    }

    private async Task RunAsync(TimeSpan period, TimeProvider timeProvider)
    {
        using var timer = new PeriodicTimer(period, timeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token)) _action();
        }
        catch (OperationCanceledException)
        {
            // Disposed of.
        }
    }
}
