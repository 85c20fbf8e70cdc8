using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Embedded;

/// <summary>Which services of the container are the same object for every activation.</summary>
internal sealed class SingletonIndex(IServiceCollection services)
{
    public bool IsSingleton(Type type, object? key)
    {
        if (key is null && type == typeof(IServiceProvider))
            return false;
        ServiceLifetime? lifetime = null;
        foreach (var descriptor in services)
        {
            if (Equals(descriptor.ServiceKey, key) && (descriptor.ServiceType == type || IsOpenFormOf(descriptor.ServiceType, type)))
                lifetime = descriptor.Lifetime;
        }

        return lifetime == ServiceLifetime.Singleton;
    }

    private static bool IsOpenFormOf(Type open, Type closed) =>
        open.IsGenericTypeDefinition && closed.IsGenericType && closed.GetGenericTypeDefinition() == open;
}
