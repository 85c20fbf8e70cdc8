using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Hosting;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Reflection;

/// <summary>Answers of server reflection, the same for both versions of the protocol.</summary>
public sealed class ReflectionAnswers
{
    private readonly DescriptorCatalog _catalog;
    private readonly ServedServices _services;
    private readonly IHostApplicationLifetime _lifetime;

    public ReflectionAnswers(DescriptorCatalog catalog, ServedServices services, IHostApplicationLifetime lifetime)
    {
        _catalog = catalog;
        _services = services;
        _lifetime = lifetime;
    }

    /// <summary>Answers each request of a stream, until the caller or the server ends it.</summary>
    internal async Task RunAsync(IAsyncStreamReader<ServerReflectionRequest> requests, IServerStreamWriter<ServerReflectionResponse> responses, ServerCallContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _lifetime.ApplicationStopping);
        while (await requests.MoveNext(end.Token)) await responses.WriteAsync(Answer(requests.Current));
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = request.MessageRequestCase switch
        {
            ServerReflectionRequest.MessageRequestOneofCase.ListServices => Services(),
            ServerReflectionRequest.MessageRequestOneofCase.FileByFilename =>
                Files(_catalog.FileByName(request.FileByFilename), "file", request.FileByFilename),
            ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol =>
                Files(_catalog.FileOfSymbol(request.FileContainingSymbol), "symbol", request.FileContainingSymbol),
            ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension => Files(
                _catalog.FileOfExtension(request.FileContainingExtension.ContainingType, request.FileContainingExtension.ExtensionNumber),
                $"extension {request.FileContainingExtension.ExtensionNumber} of", request.FileContainingExtension.ContainingType),
            ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType => ExtensionNumbers(request.AllExtensionNumbersOfType),
            _ => Error(StatusCode.InvalidArgument, "The request asks for nothing: set one field of message_request."),
        };
        response.ValidHost = request.Host;
        response.OriginalRequest = request;
        return response;
    }

    private ServerReflectionResponse Services() => new()
    {
        ListServicesResponse = new ListServiceResponse { Service = { _services.Names.Select(static name => new ServiceResponse { Name = name }) } },
    };

    private static ServerReflectionResponse Files(FileDescriptor? file, string what, string name) => file is null ? NotFound(what, name) : new ServerReflectionResponse
    {
        FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { DescriptorCatalog.WithImports(file).Select(static f => f.SerializedData) } },
    };

    private ServerReflectionResponse ExtensionNumbers(string message) => _catalog.ExtensionNumbers(message) is not { } numbers ? NotFound("message", message) : new ServerReflectionResponse
    {
        AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = message, ExtensionNumber = { numbers } },
    };

    private static ServerReflectionResponse NotFound(string what, string name) => Error(StatusCode.NotFound, $"This server knows no {what} '{Errors.Echo(name)}'.");

    private static ServerReflectionResponse Error(StatusCode code, string message) =>
        new() { ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message } };
}
