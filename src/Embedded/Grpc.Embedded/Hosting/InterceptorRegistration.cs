namespace Grpc.AspNetCore.Server;

/// <summary>An interceptor by type, with arguments for its constructor.</summary>
public class InterceptorRegistration
{
    internal InterceptorRegistration(Type type, object[] arguments)
    {
        Type = type;
        Arguments = arguments;
    }

    /// <summary>The interceptor's type.</summary>
    public Type Type { get; }

    /// <summary>Arguments for its constructor; the others come from the call's services.</summary>
    public IReadOnlyList<object> Arguments { get; }
}
