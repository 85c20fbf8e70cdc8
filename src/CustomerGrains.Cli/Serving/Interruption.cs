namespace CustomerGrains.Cli.Serving;

/// <summary>Waits for the end of a server's life.</summary>
internal static class Interruption
{
    /// <summary>Completes, without an exception, when the program is interrupted or the server stops by itself.</summary>
    public static async Task WaitAsync(LocalServer server, CancellationToken cancellationToken)
    {
        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => interrupted.TrySetResult());
        await await Task.WhenAny(server.WaitForShutdownAsync(), interrupted.Task);
    }
}
