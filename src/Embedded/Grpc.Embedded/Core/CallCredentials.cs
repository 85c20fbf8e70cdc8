namespace Grpc.Core;

/// <summary>Adds headers to calls. Clients only use it over TLS, since the headers are secrets.</summary>
public abstract class CallCredentials
{
    private protected CallCredentials()
    {
    }

    /// <summary>What adds the headers, in order.</summary>
    internal abstract IEnumerable<AsyncAuthInterceptor> Interceptors { get; }

    /// <summary>All of <paramref name="credentials"/>, one after the other.</summary>
    /// <exception cref="ArgumentException">There are fewer than two.</exception>
    public static CallCredentials Compose(params CallCredentials[] credentials)
    {
        if (credentials.Length < 2) throw new ArgumentException("Composite credentials need at least two credentials.", nameof(credentials));
        return new Some([.. credentials.SelectMany(c => c.Interceptors)]);
    }

    /// <summary>What <paramref name="interceptor"/> adds.</summary>
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return new Some([interceptor]);
    }

    private sealed class Some(AsyncAuthInterceptor[] interceptors) : CallCredentials
    {
        internal override IEnumerable<AsyncAuthInterceptor> Interceptors => interceptors;
    }
}
