using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>Runs something on the object of a call and gives the object back when the call owned it.</summary>
internal static class Activated
{
    public static Task<TResult> RunAsync<T, TResult>(Activator<T> activator, ServerCallContext context, Func<T, Task<TResult>> run)
        where T : class
    {
        var instance = activator.Get(context.GetHttpContext().RequestServices, out var isOwned);
        return isOwned ? RunOwnedAsync(instance, run) : run(instance);
    }

    public static Task RunAsync<T>(Activator<T> activator, ServerCallContext context, Func<T, Task> run)
        where T : class
    {
        var instance = activator.Get(context.GetHttpContext().RequestServices, out var isOwned);
        return isOwned ? RunOwnedAsync(instance, run) : run(instance);
    }

    private static async Task<TResult> RunOwnedAsync<T, TResult>(T instance, Func<T, Task<TResult>> run) where T : class
    {
        try
        {
            return await run(instance).ConfigureAwait(false);
        }
        finally
        {
            await Activator<T>.ReleaseAsync(instance).ConfigureAwait(false);
        }
    }

    private static async Task RunOwnedAsync<T>(T instance, Func<T, Task> run) where T : class
    {
        try
        {
            await run(instance).ConfigureAwait(false);
        }
        finally
        {
            await Activator<T>.ReleaseAsync(instance).ConfigureAwait(false);
        }
    }
}
