using System.Collections.ObjectModel;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server;

/// <summary>
/// Interceptors, the first outermost. Without arguments an interceptor is taken from the call's services if it is registered
/// there (a singleton is used as it is) and else made for each call.
/// </summary>
public class InterceptorCollection : Collection<InterceptorRegistration>
{
    /// <summary>None yet.</summary>
    public InterceptorCollection()
    {
    }

    /// <summary>Adds an interceptor.</summary>
    public void Add<TInterceptor>(params object[] args) where TInterceptor : Interceptor => Add(typeof(TInterceptor), args);

    /// <summary>Adds an interceptor.</summary>
    /// <exception cref="ArgumentException"><paramref name="interceptorType"/> is no <see cref="Interceptor"/>.</exception>
    public void Add(Type interceptorType, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(interceptorType);
        if (!typeof(Interceptor).IsAssignableFrom(interceptorType))
            throw new ArgumentException($"Type must inherit from {nameof(Interceptor)}.", nameof(interceptorType));
        Add(new InterceptorRegistration(interceptorType, args));
    }
}
