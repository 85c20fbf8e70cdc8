namespace CustomerGrains.Tests;

/// <summary>How long a test waits for what must happen. It is never part of what is tested: only a hang comes to it.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    public static CancellationToken Token => new CancellationTokenSource(Limit).Token;

    /// <summary>Waits for <paramref name="task"/>; a hang says what was waited for.</summary>
    public static async Task For(Task task, string what)
    {
        try
        {
            await task.WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Still waiting for {what} after {Limit}.");
        }
    }

    /// <summary>Looks again and again until <paramref name="isSo"/>; if that never comes, <paramref name="state"/> says what is instead.</summary>
    public static async Task UntilAsync(Func<ValueTask<bool>> isSo, Func<string> state)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Limit) Assert.Fail($"After {Limit} {state()}.");
            await Task.Delay(LookInterval);
        }
    }
}
