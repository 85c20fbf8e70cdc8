namespace Grpc.Core;

/// <summary>Is told what call credentials consist of.</summary>
public abstract class CallCredentialsConfiguratorBase
{
    /// <summary>For configurators that derive.</summary>
    protected CallCredentialsConfiguratorBase()
    {
    }

    /// <summary>The credentials are what <paramref name="interceptor"/> adds.</summary>
    public abstract void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor);

    /// <summary>The credentials are several, one after the other.</summary>
    public abstract void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials);
}
