using System.ComponentModel;

namespace Orleans.Embedded;

/// <summary>A call that returns a value.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GrainCall<T> : GrainCall
{
    // Callers go on elsewhere: their code must not run inside this turn.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Activation? _activation;

    /// <summary>Makes one; the options are those of the method.</summary>
    protected GrainCall(GrainCallOptions options)
        : base(options)
    {
    }

    internal Task<T> Task => _answer.Task;

    internal override bool IsAnswered => _answer.Task.IsCompleted;

    /// <summary>Calls the method.</summary>
    protected abstract ValueTask<T> Invoke(object grain);

    internal sealed override Task Run(object target, Activation? activation)
    {
        _activation = activation;
        ValueTask<T> running;
        try
        {
            running = Invoke(target);
        }
        catch (Exception exception)
        {
            // The method threw before its first await: to the caller that is no different from a failed task.
            running = ValueTask.FromException<T>(exception);
        }

        var task = running.AsTask();
        if (task.IsCompleted)
            Finish(task);
        else
            task.ContinueWith(static (done, call) => ((GrainCall<T>)call!).Finish(done), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    internal sealed override void Fail(Exception exception)
    {
        if (_answer.TrySetException(exception))
            Close();
    }

    private void Finish(Task<T> task)
    {
        // First the activation is free, then the caller goes on: its next call finds it idle.
        _activation?.Finished(this, task.Exception?.InnerException);
        if (ReportInstead is { } other)
            Fail(other);
        else if ((task.IsCompletedSuccessfully && _activation?.Class.Host.Strict is { } strict ? TrySetCopy(strict, task.Result) : _answer.TrySetFromTask(task)))
            Close();
    }

    private bool TrySetCopy(StrictHost strict, T result)
    {
        try
        {
            return _answer.TrySetResult(strict.Copier.Copy(result));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A result that cannot be serialised is the caller's failure, as it is in Orleans.
            return _answer.TrySetException(exception);
        }
    }
}
