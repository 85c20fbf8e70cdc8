using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Reflection = Grpc.Reflection.V1;
using ReflectionAlpha = Grpc.Reflection.V1Alpha;

namespace CustomerGrains.Interop.Tests.Clients.DotNet;

/// <summary>The services that every gRPC server has.</summary>
internal static class StandardFeatures
{
    private static readonly string[] Services =
    [
        "customergrains.v1.Directory",
        "customergrains.v1.Models",
        "customergrains.v1.Operations",
        "customergrains.v1.Policies",
        "customergrains.v1.Subscribers",
        "customergrains.v1.UsageFeed",
        "grpc.health.v1.Health",
    ];

    public static IReadOnlyDictionary<string, Func<Run, Task>> All { get; } = new Dictionary<string, Func<Run, Task>>
    {
        ["health check"] = HealthCheckAsync,
        ["health watch through a stop"] = HealthWatchAsync,
        ["reflection v1"] = ReflectionAsync,
        ["reflection v1alpha"] = ReflectionAlphaAsync,
    };

    private static async Task HealthCheckAsync(Run run)
    {
        var health = run.Connect().Health;
        foreach (var service in new[] { "", "customergrains.v1.UsageFeed" })
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest { Service = service })).Status);
        await Run.Fails(StatusCode.NotFound, async () => await health.CheckAsync(new HealthCheckRequest { Service = "nobody" }));
    }

    private static async Task HealthWatchAsync(Run run)
    {
        using var call = run.Connect(run.Settings.Drain).Health.Watch(new HealthCheckRequest());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, call.ResponseStream.Current.Status);
        await run.Harness.DrainAsync(Run.Empty);
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, call.ResponseStream.Current.Status);
        await run.Harness.RestartAsync(Run.Empty);
    }

    // Asks what a tool asks: which services there are, and the file of one of them.
    private static async Task ReflectionAsync(Run run)
    {
        using var call = run.Connect().Reflection.ServerReflectionInfo();
        Task<Reflection.ServerReflectionResponse> AskAsync(Reflection.ServerReflectionRequest request) => AnswerAsync(call, request);

        CheckServices((await AskAsync(new() { ListServices = "" })).ListServicesResponse.Service.Select(s => s.Name));
        CheckFiles((await AskAsync(new() { FileContainingSymbol = "customergrains.v1.UsageFeed.Publish" })).FileDescriptorResponse.FileDescriptorProto);
        Assert.Equal((int)StatusCode.NotFound, (await AskAsync(new() { FileByFilename = "no/such.proto" })).ErrorResponse.ErrorCode);
        await call.RequestStream.CompleteAsync();
    }

    private static async Task ReflectionAlphaAsync(Run run)
    {
        using var call = run.Connect().ReflectionAlpha.ServerReflectionInfo();
        Task<ReflectionAlpha.ServerReflectionResponse> AskAsync(ReflectionAlpha.ServerReflectionRequest request) => AnswerAsync(call, request);

        CheckServices((await AskAsync(new() { ListServices = "" })).ListServicesResponse.Service.Select(s => s.Name));
        CheckFiles((await AskAsync(new() { FileContainingSymbol = "customergrains.v1.UsageFeed.Publish" })).FileDescriptorResponse.FileDescriptorProto);
        Assert.Equal((int)StatusCode.NotFound, (await AskAsync(new() { FileByFilename = "no/such.proto" })).ErrorResponse.ErrorCode);
        await call.RequestStream.CompleteAsync();
    }

    private static async Task<TResponse> AnswerAsync<TRequest, TResponse>(AsyncDuplexStreamingCall<TRequest, TResponse> call, TRequest request)
        where TRequest : class where TResponse : class
    {
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext());
        return call.ResponseStream.Current;
    }

    private static void CheckServices(IEnumerable<string> names) => Assert.Empty(Services.Except(names));

    private static void CheckFiles(IEnumerable<ByteString> files) => Assert.Contains(
        files.Select(f => f.ToString(System.Text.Encoding.Latin1)),
        f => f.Contains("customergrains/v1/usage_feed.proto", StringComparison.Ordinal) && f.Contains("BatchAck", StringComparison.Ordinal));
}
