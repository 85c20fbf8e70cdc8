namespace Grpc.Core.Interceptors;

/// <summary>The call that a client interceptor stands around.</summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
public struct ClientInterceptorContext<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    /// <summary>A call of <paramref name="method"/>.</summary>
    public ClientInterceptorContext(Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        Method = method;
        Host = host;
        Options = options;
    }

    /// <summary>The method.</summary>
    public Method<TRequest, TResponse> Method { get; }

    /// <summary>The authority, if it is not the channel's.</summary>
    public string? Host { get; }

    /// <summary>What the caller said.</summary>
    public CallOptions Options { get; }
}
