using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace CustomerGrains.Server.Tests.Wire;

/// <summary>What an error says to a program.</summary>
internal static class Details
{
    /// <summary>Code, reason of the one ErrorInfo in this product's domain, and the detail of type <typeparamref name="T"/>.</summary>
    public static (StatusCode Code, string Reason, T Detail) Of<T>(RpcException error) where T : class, IMessage<T>, new()
    {
        var status = Status(error);
        return (error.StatusCode, Reason(error), Assert.Single(status.Details, d => d.Is(new T().Descriptor)).Unpack<T>());
    }

    public static string Reason(RpcException error)
    {
        var info = Assert.Single(Status(error).Details, d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
        Assert.Equal("customergrains", info.Domain);
        return info.Type;
    }

    private static Google.Rpc.Status Status(RpcException error)
    {
        var bytes = error.Trailers.GetValueBytes("grpc-status-details-bin");
        Assert.True(bytes is not null, $"{error.StatusCode} has no details: {error.Status.Detail}");
        var status = Google.Rpc.Status.Parser.ParseFrom(bytes);
        Assert.Equal((error.StatusCode, error.Status.Detail), ((StatusCode)status.Code, status.Message));
        return status;
    }
}
