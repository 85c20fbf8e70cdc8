using CustomerGrains.Server.Calls;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace CustomerGrains.Server.Reflection;

/// <summary>The service of grpc.reflection.v1alpha with the messages of v1, which are the same on the wire.</summary>
[BindServiceMethod(typeof(ReflectionAlphaBinding), nameof(BindService))]
public abstract class ReflectionAlphaBinding
{
    private static readonly Method<ServerReflectionRequest, ServerReflectionResponse> InfoMethod = new(
        MethodType.DuplexStreaming, "grpc.reflection.v1alpha.ServerReflection", nameof(ServerReflectionInfo),
        MessageMarshaller.Of(ServerReflectionRequest.Parser), MessageMarshaller.Of(ServerReflectionResponse.Parser));

    public abstract Task ServerReflectionInfo(IAsyncStreamReader<ServerReflectionRequest> requests, IServerStreamWriter<ServerReflectionResponse> responses, ServerCallContext context);

    /// <summary>Called by the host when it maps the service, with no instance.</summary>
    public static void BindService(ServiceBinderBase binder, ReflectionAlphaBinding? service) =>
        binder.AddMethod(InfoMethod, service is null ? null : new DuplexStreamingServerMethod<ServerReflectionRequest, ServerReflectionResponse>(service.ServerReflectionInfo));
}
