using Grpc.Core;
using Grpc.Reflection.V1;

namespace CustomerGrains.Server.Reflection;

/// <summary>grpc.reflection.v1alpha.ServerReflection.</summary>
public sealed class ReflectionAlphaService : ReflectionAlphaBinding
{
    private readonly ReflectionAnswers _answers;

    public ReflectionAlphaService(ReflectionAnswers answers) => _answers = answers;

    public override Task ServerReflectionInfo(IAsyncStreamReader<ServerReflectionRequest> requests, IServerStreamWriter<ServerReflectionResponse> responses, ServerCallContext context) =>
        _answers.RunAsync(requests, responses, context);
}
