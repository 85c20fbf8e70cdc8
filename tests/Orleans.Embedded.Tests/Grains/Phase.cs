using System.Collections.Concurrent;

namespace Orleans.Embedded.Tests.Grains;

/// <summary>A point at which a grain's method stands still until the test lets it go on. Found by name: both are in one process.</summary>
public sealed class Phase
{
    private static readonly ConcurrentDictionary<string, Phase> All = new();

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Reached => _reached.Task;

    public static Phase Named(string name) => All.GetOrAdd(name, static _ => new Phase());

    /// <summary>The grain's side.</summary>
    public Task PassAsync()
    {
        _reached.TrySetResult();
        return _open.Task;
    }

    /// <summary>The test's side.</summary>
    public void Open() => _open.TrySetResult();
}
