namespace Grpc.AspNetCore.Server;

/// <summary>How one service is served, where that differs from all.</summary>
/// <typeparam name="TService">The service.</typeparam>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class
{
    /// <summary>No difference yet.</summary>
    public GrpcServiceOptions()
    {
    }
}
