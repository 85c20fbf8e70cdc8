using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace CustomerGrains.Server.Calls;

/// <summary>Errors as callers get them: a status code, a sentence that says what to do, and details of google.rpc.</summary>
public static class Errors
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>INVALID_ARGUMENT that names the field, what is wrong with its value, and the remedy.</summary>
    public static RpcException InvalidArgument(string field, string problem)
    {
        var details = new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = problem } } };
        return Create(StatusCode.InvalidArgument, field + " " + problem, details);
    }

    public static RpcException NotFound(string message) => Create(StatusCode.NotFound, message);

    public static RpcException FailedPrecondition(string message) => Create(StatusCode.FailedPrecondition, message);

    public static RpcException Aborted(string message) => Create(StatusCode.Aborted, message);

    public static RpcException Unavailable(string message) => Create(StatusCode.Unavailable, message);

    public static RpcException DataLoss(string message) => Create(StatusCode.DataLoss, message);

    /// <summary>RESOURCE_EXHAUSTED with when to try again.</summary>
    public static RpcException ResourceExhausted(string message, TimeSpan retryAfter) =>
        Create(StatusCode.ResourceExhausted, message, new RetryInfo { RetryDelay = Duration.FromTimeSpan(retryAfter) });

    private static RpcException Create(StatusCode code, string message, IMessage? details = null)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = message };
        if (details is not null) status.Details.Add(Any.Pack(details));
        return new RpcException(new Grpc.Core.Status(code, message), new Metadata { { DetailsTrailer, status.ToByteArray() } });
    }
}
