namespace Grpc.Core;

/// <summary>Stands for a server call that a client call is made from. There is no way to make one here.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
