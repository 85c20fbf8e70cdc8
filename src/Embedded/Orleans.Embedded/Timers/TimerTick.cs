namespace Orleans.Embedded;

/// <summary>One tick: a turn without a caller. It has no time-out, and is dropped when its activation ends before.</summary>
internal sealed class TimerTick(GrainTimer timer, GrainCallOptions options) : GrainCall(options)
{
    protected internal override string MethodName => "grain timer";

    internal override bool IsAnswered => timer.Stopped.IsCancellationRequested;

    internal override bool KeepsAlive => timer.KeepAlive;

    internal override Task Run(object target, Activation? activation)
    {
        Task running;
        try
        {
            running = timer.InvokeAsync();
        }
        catch (Exception exception)
        {
            running = Task.FromException(exception);
        }

        if (running.IsCompleted)
            Finish(activation, running);
        else
            running.ContinueWith(done => Finish(activation, done), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return running;
    }

    internal override void Fail(Exception exception)
    {
    }

    private void Finish(Activation? activation, Task done)
    {
        if (done.Exception?.InnerException is { } exception)
            activation?.Class.Host.Log.TimerFailed(activation.GrainId, exception);
        timer.Ticked();
        activation?.Finished(this, done.Exception?.InnerException);
    }
}
