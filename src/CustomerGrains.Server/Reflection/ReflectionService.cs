using Grpc.Core;
using Grpc.Reflection.V1;

namespace CustomerGrains.Server.Reflection;

/// <summary>grpc.reflection.v1.ServerReflection.</summary>
public sealed class ReflectionService : ServerReflection.ServerReflectionBase
{
    private readonly ReflectionAnswers _answers;

    public ReflectionService(ReflectionAnswers answers) => _answers = answers;

    public override Task ServerReflectionInfo(IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context) =>
        _answers.RunAsync(requestStream, responseStream, context);
}
