using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Routing;

namespace CustomerGrains.Server.Hosting;

/// <summary>The full names of the gRPC services that this server has mapped, in alphabetical order. Known once it has started.</summary>
public sealed class ServedServices
{
    private readonly Lazy<IReadOnlyList<string>> _names;

    public ServedServices(EndpointDataSource endpoints) => _names = new(() =>
    [
        .. endpoints.Endpoints.Select(static e => e.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName).OfType<string>()
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ]);

    public IReadOnlyList<string> Names => _names.Value;
}
