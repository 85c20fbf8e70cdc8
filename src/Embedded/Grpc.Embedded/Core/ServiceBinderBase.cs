namespace Grpc.Core;

/// <summary>Is told the methods of a service, one by one; by default it does not take any.</summary>
public class ServiceBinderBase
{
    /// <summary>Adds a unary method.</summary>
    /// <param name="method">Name and marshallers.</param>
    /// <param name="handler">What serves it; null when the binder is to find it itself.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class =>
        throw NotTaken(method);

    /// <summary>Adds a client streaming method.</summary>
    /// <param name="method">Name and marshallers.</param>
    /// <param name="handler">What serves it; null when the binder is to find it itself.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class =>
        throw NotTaken(method);

    /// <summary>Adds a server streaming method.</summary>
    /// <param name="method">Name and marshallers.</param>
    /// <param name="handler">What serves it; null when the binder is to find it itself.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class =>
        throw NotTaken(method);

    /// <summary>Adds a duplex streaming method.</summary>
    /// <param name="method">Name and marshallers.</param>
    /// <param name="handler">What serves it; null when the binder is to find it itself.</param>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class =>
        throw NotTaken(method);

    private NotSupportedException NotTaken(IMethod method) => new($"{GetType()} does not take {method.Type} methods such as {method.FullName}.");
}
