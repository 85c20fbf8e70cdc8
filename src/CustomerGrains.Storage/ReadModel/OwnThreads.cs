using System.Collections.Concurrent;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>Threads for what keeps one for milliseconds, as searches and transactions do: on the pool's, calls that take a fraction of one would wait behind
/// it. What comes goes in order, as many at a time as there are threads; what follows an <c>await</c> is the pool's again.</summary>
internal sealed class OwnThreads : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _tasks = [];

    /// <param name="name">Of the threads, for whoever looks at the process.</param>
    internal OwnThreads(string name, int count)
    {
        for (var i = 0; i < count; i++) new Thread(Run) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>Nothing may come any more; what came is done.</summary>
    public void Dispose() => _tasks.CompleteAdding();

    internal Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken) => Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.DenyChildAttach, this);

    internal Task RunAsync(Action work, CancellationToken cancellationToken) => Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.DenyChildAttach, this);

    protected override void QueueTask(Task task) => _tasks.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks.ToArray();

    private void Run()
    {
        foreach (var task in _tasks.GetConsumingEnumerable()) TryExecuteTask(task);
    }
}
