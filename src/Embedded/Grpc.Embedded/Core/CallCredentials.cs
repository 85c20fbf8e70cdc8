namespace Grpc.Core;

/// <summary>Adds headers to calls. Clients only use it over TLS, since the headers are secrets.</summary>
public abstract class CallCredentials
{
    /// <summary>For credentials that derive.</summary>
    protected CallCredentials()
    {
    }

    /// <summary>All of <paramref name="credentials"/>, one after the other.</summary>
    /// <exception cref="ArgumentException">There are fewer than two.</exception>
    public static CallCredentials Compose(params CallCredentials[] credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (credentials.Length < 2) throw new ArgumentException("Composite credentials need at least two credentials.", nameof(credentials));
        return new Composite([.. credentials]);
    }

    /// <summary>What <paramref name="interceptor"/> adds.</summary>
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return new Intercepted(interceptor);
    }

    /// <summary>Tells <paramref name="configurator"/> what the credentials consist of; clients call it.</summary>
    public abstract void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state);

    private sealed class Composite(IReadOnlyList<CallCredentials> parts) : CallCredentials
    {
        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetCompositeCredentials(state, parts);
    }

    private sealed class Intercepted(AsyncAuthInterceptor interceptor) : CallCredentials
    {
        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetAsyncAuthInterceptorCredentials(state, interceptor);
    }
}
