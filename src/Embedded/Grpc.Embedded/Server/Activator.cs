using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Embedded;

/// <summary>Finds or makes the object that serves a call.</summary>
/// <typeparam name="T">What the object is used as.</typeparam>
internal sealed class Activator<T>(Type type, params object[] arguments) where T : class
{
    private readonly ObjectFactory _create = ActivatorUtilities.CreateFactory(type, [.. arguments.Select(a => a.GetType())]);

    /// <summary>The registered object if there is one (and there are no arguments); else a new one, which the call owns.</summary>
    public T Get(IServiceProvider services, out bool isOwned)
    {
        isOwned = false;
        if (arguments.Length == 0 && services.GetService(type) is T registered) return registered;
        isOwned = true;
        return (T)_create(services, arguments);
    }

    /// <summary>Disposes of an object that a call owned.</summary>
    public static ValueTask ReleaseAsync(T instance)
    {
        if (instance is IAsyncDisposable asynchronous) return asynchronous.DisposeAsync();
        (instance as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}
