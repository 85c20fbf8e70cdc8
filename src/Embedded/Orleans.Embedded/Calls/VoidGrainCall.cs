using System.ComponentModel;

namespace Orleans.Embedded;

/// <summary>A call that returns nothing.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class VoidGrainCall : GrainCall
{
    // Callers go on elsewhere: their code must not run inside this turn.
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Activation? _activation;

    /// <summary>Makes one; the options are those of the method.</summary>
    protected VoidGrainCall(GrainCallOptions options)
        : base(options)
    {
    }

    internal Task Task => _answer.Task;

    internal override bool IsAnswered => _answer.Task.IsCompleted;

    /// <summary>Calls the method.</summary>
    protected abstract ValueTask Invoke(object grain);

    internal sealed override Task Run(object target, Activation? activation)
    {
        _activation = activation;
        ValueTask running;
        try
        {
            running = Invoke(target);
        }
        catch (Exception exception)
        {
            // The method threw before its first await: to the caller that is no different from a failed task.
            running = ValueTask.FromException(exception);
        }

        var task = running.AsTask();
        if (task.IsCompleted)
            Finish(task);
        else
            task.ContinueWith(static (done, call) => ((VoidGrainCall)call!).Finish(done), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    internal sealed override void Fail(Exception exception)
    {
        if (_answer.TrySetException(exception))
            Close();
    }

    private void Finish(Task task)
    {
        // First the activation is free, then the caller goes on: its next call finds it idle.
        _activation?.Finished(this, task.Exception?.InnerException);
        if (ReportInstead is { } other)
            Fail(other);
        else if (_answer.TrySetFromTask(task))
            Close();
    }
}
