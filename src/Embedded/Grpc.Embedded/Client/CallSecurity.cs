using Grpc.Core;

namespace Grpc.Embedded;

/// <summary>Collects what adds headers to a call.</summary>
internal sealed class CallSecurity : CallCredentialsConfiguratorBase
{
    private readonly List<AsyncAuthInterceptor> _interceptors = [];

    /// <summary>What adds the headers of all these credentials, in order.</summary>
    public static IReadOnlyList<AsyncAuthInterceptor> Interceptors(IEnumerable<CallCredentials> credentials)
    {
        var security = new CallSecurity();
        foreach (var one in credentials) one.InternalPopulateConfiguration(security, null);
        return security._interceptors;
    }

    public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) => _interceptors.Add(interceptor);

    public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials)
    {
        foreach (var one in credentials) one.InternalPopulateConfiguration(this, state);
    }
}
