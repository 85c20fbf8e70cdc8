using CustomerGrains.Server.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Alpha = Grpc.Reflection.V1Alpha;
using FileDescriptor = Google.Protobuf.Reflection.FileDescriptor;

namespace CustomerGrains.Server.Tests.Wire;

public sealed class ReflectionTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Exactly_what_is_served_is_listed_and_described_over_both_versions()
    {
        // What is served, as the routes of the server say, and not as the reflection service thinks.
        var routes = _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => e.RoutePattern.RawText!.TrimStart('/'))
            .Where(r => r.Contains('/', StringComparison.Ordinal) && !r.Contains('{', StringComparison.Ordinal))
            .ToHashSet();
        var served = routes.Select(r => r.Split('/')[0]).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Contains("customergrains.v1.UsageFeed/Publish", routes);

        var v1 = await AskAsync(new ServerReflectionRequest { ListServices = "*" });
        Assert.Equal(served, v1.ListServicesResponse.Service.Select(s => s.Name));
        var alpha = await AskAlphaAsync(new Alpha.ServerReflectionRequest { ListServices = "" });
        Assert.Equal(served, alpha.ListServicesResponse.Service.Select(s => s.Name));

        var described = new HashSet<string>();
        foreach (var service in served)
        {
            var files = Build((await AskAsync(new ServerReflectionRequest { FileContainingSymbol = service })).FileDescriptorResponse);
            var methods = files.SelectMany(f => f.Services).Single(s => s.FullName == service).Methods;
            foreach (var method in methods) described.Add($"{service}/{method.Name}");
        }
        Assert.Equal(routes, described);
    }

    [Theory]
    [InlineData("customergrains.v1.UsageFeed", "customergrains/v1/usage_feed.proto")] // bound by hand
    [InlineData("customergrains.v1.UsageFeed.Publish", "customergrains/v1/usage_feed.proto")]
    [InlineData("customergrains.v1.PublishRequest", "customergrains/v1/usage_feed.proto")]
    [InlineData("customergrains.v1.PublishRequest.request", "customergrains/v1/usage_feed.proto")] // a oneof
    [InlineData("customergrains.v1.UsageRecord.msisdn", "customergrains/v1/usage_feed.proto")]
    [InlineData("customergrains.v1.Service", "customergrains/v1/usage_feed.proto")]
    [InlineData("customergrains.v1.SERVICE_VOICE", "customergrains/v1/usage_feed.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse.ServingStatus", "grpc/health/v1/health.proto")] // nested
    [InlineData("grpc.health.v1.HealthCheckResponse.SERVICE_UNKNOWN", "grpc/health/v1/health.proto")]
    [InlineData("google.protobuf.Timestamp.seconds", "google/protobuf/timestamp.proto")]
    [InlineData("google.rpc.BadRequest.FieldViolation", "google/rpc/error_details.proto")] // what errors carry
    [InlineData("grpc.reflection.v1alpha.ServerReflection", "grpc/reflection/v1alpha/reflection.proto")]
    public async Task A_symbol_is_found_in_its_file_with_everything_that_the_file_imports(string symbol, string file)
    {
        var bySymbol = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol, Host = "here" });
        var files = Build(bySymbol.FileDescriptorResponse);
        Assert.Equal(file, FileDescriptorProto.Parser.ParseFrom(bySymbol.FileDescriptorResponse.FileDescriptorProto[0]).Name);
        Assert.Equal("here", bySymbol.ValidHost);
        Assert.Equal(symbol, bySymbol.OriginalRequest.FileContainingSymbol);

        var byName = await AskAsync(new ServerReflectionRequest { FileByFilename = file });
        Assert.Equal(bySymbol.FileDescriptorResponse, byName.FileDescriptorResponse);
        var alpha = await AskAlphaAsync(new Alpha.ServerReflectionRequest { FileContainingSymbol = symbol, Host = "here" });
        Assert.Equal(bySymbol.ToByteString(), alpha.ToByteString());
        Assert.Equal(files.Count, files.Select(f => f.Name).Distinct().Count());
    }

    public static TheoryData<ServerReflectionRequest> Unknown =>
    [
        new() { FileByFilename = "no/such.proto" },
        new() { FileByFilename = "" },
        new() { FileContainingSymbol = "customergrains.v1.Nothing" },
        new() { FileContainingSymbol = "customergrains.v1.Service.SERVICE_VOICE" }, // a value's name is beside its enum's
        new() { FileContainingSymbol = "customergrains.v1" },
        new() { FileContainingExtension = new ExtensionRequest { ContainingType = "customergrains.v1.UsageRecord", ExtensionNumber = 1 } },
        new() { FileContainingExtension = new ExtensionRequest { ContainingType = "no.Such", ExtensionNumber = 1 } },
        new() { AllExtensionNumbersOfType = "no.Such" },
        new() { AllExtensionNumbersOfType = new string('x', 100_000) },
    ];

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task What_is_not_known_is_an_answer_and_the_stream_goes_on(ServerReflectionRequest request)
    {
        using var call = new ServerReflection.ServerReflectionClient(_server.Channel).ServerReflectionInfo();
        for (var i = 0; i < 2; i++)
        {
            var error = (await AskAsync(call, request)).ErrorResponse;
            Assert.Equal((int)StatusCode.NotFound, error.ErrorCode);
            Assert.InRange(error.ErrorMessage.Length, 20, 300);
        }
        Assert.Equal((int)StatusCode.InvalidArgument, (await AskAsync(call, new ServerReflectionRequest())).ErrorResponse.ErrorCode);
        Assert.NotEmpty((await AskAsync(call, new ServerReflectionRequest { ListServices = "" })).ListServicesResponse.Service);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Patience.Token));
    }

    [Fact]
    public async Task A_message_without_extensions_has_none()
    {
        var response = await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = "customergrains.v1.UsageRecord" });
        Assert.Equal(new ExtensionNumberResponse { BaseTypeName = "customergrains.v1.UsageRecord" }, response.AllExtensionNumbersResponse);
    }

    [Fact]
    public async Task Extensions_are_found_by_message_number_and_name()
    {
        var catalog = new DescriptorCatalog([Google.Api.AnnotationsReflection.Descriptor, Google.Api.ClientReflection.Descriptor]);
        await using var server = await TestServer.StartAsync(builder: host => host.Services.AddSingleton(catalog));
        const int http = 72_295_728;
        Assert.Equal("google/api/annotations.proto", FirstFile(await AskAsync(server, new ServerReflectionRequest { FileContainingExtension = new ExtensionRequest { ContainingType = "google.protobuf.MethodOptions", ExtensionNumber = http } })));
        Assert.Equal("google/api/annotations.proto", FirstFile(await AskAsync(server, new ServerReflectionRequest { FileContainingSymbol = "google.api.http" })));
        var methodOptions = (await AskAsync(server, new ServerReflectionRequest { AllExtensionNumbersOfType = "google.protobuf.MethodOptions" })).AllExtensionNumbersResponse;
        Assert.Equal([1051, http], methodOptions.ExtensionNumber); // google.api.method_signature, google.api.http
        Assert.Equal("google.protobuf.MethodOptions", methodOptions.BaseTypeName);
    }

    private static string FirstFile(ServerReflectionResponse response) =>
        FileDescriptorProto.Parser.ParseFrom(response.FileDescriptorResponse.FileDescriptorProto[0]).Name;

    /// <summary>Descriptors of the files, which fails when an import of one is not among them.</summary>
    private static IReadOnlyList<FileDescriptor> Build(FileDescriptorResponse response)
    {
        // Imports first, as the builder wants them.
        var open = response.FileDescriptorProto.Select(bytes => (Bytes: bytes, Proto: FileDescriptorProto.Parser.ParseFrom(bytes))).ToList();
        var sorted = new List<ByteString>();
        var known = new HashSet<string>();
        while (open.Count > 0)
        {
            var ready = open.Where(f => f.Proto.Dependency.All(known.Contains)).ToList();
            Assert.True(ready.Count > 0, "Imports are missing: " + string.Join(", ", open.SelectMany(f => f.Proto.Dependency).Except(known)));
            sorted.AddRange(ready.Select(f => f.Bytes));
            known.UnionWith(ready.Select(f => f.Proto.Name));
            open = open.Except(ready).ToList();
        }
        return FileDescriptor.BuildFromByteStrings(sorted);
    }

    private Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request) => AskAsync(_server, request);

    private static async Task<ServerReflectionResponse> AskAsync(TestServer server, ServerReflectionRequest request)
    {
        using var call = new ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo();
        return await AskAsync(call, request);
    }

    private static async Task<ServerReflectionResponse> AskAsync(AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call, ServerReflectionRequest request)
    {
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext(Patience.Token));
        return call.ResponseStream.Current;
    }

    private async Task<Alpha.ServerReflectionResponse> AskAlphaAsync(Alpha.ServerReflectionRequest request)
    {
        using var call = new Alpha.ServerReflection.ServerReflectionClient(_server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext(Patience.Token));
        return call.ResponseStream.Current;
    }
}
