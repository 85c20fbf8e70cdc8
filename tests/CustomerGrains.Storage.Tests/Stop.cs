namespace CustomerGrains.Storage.Tests;

/// <summary>A thread of the store standing at a fault point.</summary>
public sealed class Stop
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _go = new();
    private volatile Exception? _failure;

    public Task Reached => _reached.Task.WaitAsync(Patience);

    public void LetGo() => _go.Set();

    /// <summary>It will not go on but fail.</summary>
    public void FailOnLetGo(FaultPoint point) => _failure = new InjectedFault(point);

    internal void Visit()
    {
        _reached.SetResult();
        if (!_go.Wait(Patience)) throw new TimeoutException("Nobody let the store go on.");
        if (_failure is { } failure) throw failure;
    }
}
