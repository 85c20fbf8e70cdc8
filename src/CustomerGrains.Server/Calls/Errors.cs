using CustomerGrains.Domain.Documents;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace CustomerGrains.Server.Calls;

/// <summary>Errors as callers get them: a status code, a sentence that says what to do, and details of google.rpc, of which
/// <see cref="ErrorInfo"/> is always one (AIP-193).</summary>
public static class Errors
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>What callers sent is repeated in messages up to so many characters: messages travel in headers, which are limited.</summary>
    private const int MaxEcho = 100;

    /// <summary>Of a document: as messages, details travel in headers.</summary>
    private const int MaxViolations = 10;

    /// <summary>INVALID_ARGUMENT that names the field, what is wrong with its value, and the remedy.</summary>
    public static RpcException InvalidArgument(string field, string problem) => Create(
        StatusCode.InvalidArgument, ErrorReasons.InvalidField, field + " " + problem,
        new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = problem } } });

    /// <summary>INVALID_ARGUMENT for a document: one violation a problem, at the place in the document, as many as headers hold.</summary>
    /// <param name="field">The one with the document.</param>
    /// <param name="problems">At least one.</param>
    public static RpcException InvalidDocument(string field, IReadOnlyList<DocumentProblem> problems)
    {
        var request = new BadRequest();
        foreach (var problem in problems.Take(MaxViolations))
        {
            var place = Echo(problem.Path.Length == 0 ? field : $"{field}.{problem.Path}");
            request.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = place, Description = Echo(problem.Problem) + "; " + Echo(problem.Remedy) });
        }
        var more = problems.Count > 1 ? $" ({problems.Count} problems; validate the document to see all of them)" : "";
        return Create(StatusCode.InvalidArgument, ErrorReasons.InvalidField, $"{request.FieldViolations[0].Field}: {request.FieldViolations[0].Description}{more}", request);
    }

    /// <param name="type">What was looked for, as a message type or a service's name.</param>
    /// <param name="name">Its id; never a phone number, as errors are logged.</param>
    public static RpcException NotFound(string reason, string message, string type, string name) => Create(
        StatusCode.NotFound, reason, message, new ResourceInfo { ResourceType = type, ResourceName = Echo(name), Description = message });

    /// <param name="subject">What is not as it has to be: a field or an entity of the request.</param>
    public static RpcException FailedPrecondition(string reason, string subject, string message) => Create(
        StatusCode.FailedPrecondition, reason, message,
        new PreconditionFailure { Violations = { new PreconditionFailure.Types.Violation { Type = reason, Subject = subject, Description = message } } });

    public static RpcException OutOfRange(string reason, string message) => Create(StatusCode.OutOfRange, reason, message);

    public static RpcException Aborted(string reason, string message) => Create(StatusCode.Aborted, reason, message);

    public static RpcException Unavailable(string reason, string message) => Create(StatusCode.Unavailable, reason, message);

    public static RpcException DataLoss(string message) => Create(StatusCode.DataLoss, ErrorReasons.StateCorrupt, message);

    public static RpcException Internal(string reason, string message) => Create(StatusCode.Internal, reason, message);

    /// <summary>RESOURCE_EXHAUSTED with when to try again.</summary>
    public static RpcException ResourceExhausted(string reason, string message, TimeSpan retryAfter) => Create(
        StatusCode.ResourceExhausted, reason, message, new RetryInfo { RetryDelay = Duration.FromTimeSpan(retryAfter) });

    /// <summary>CANCELLED: nobody hears it, but logs and proxies.</summary>
    public static RpcException Cancelled(string message) => new(new Grpc.Core.Status(StatusCode.Cancelled, message));

    /// <summary>The end of streams, and of calls that cannot be finished, when the server stops.</summary>
    public static RpcException Stopping() => Unavailable(
        ErrorReasons.ServerStopping,
        "The server is stopping. What it has answered is on disk; connect again and send the request again, or open the stream again and go on.");

    /// <summary>Text of a caller's, short enough for a message.</summary>
    public static string Echo(string text) => text.Length <= MaxEcho ? text : text[..(char.IsHighSurrogate(text[MaxEcho - 1]) ? MaxEcho - 1 : MaxEcho)] + "…";

    private static RpcException Create(StatusCode code, string reason, string message, IMessage? details = null)
    {
        var status = new Google.Rpc.Status { Code = (int)code, Message = message };
        // Type: what this version of the package calls field 1, which is the reason.
        status.Details.Add(Any.Pack(new ErrorInfo { Type = reason, Domain = ErrorReasons.Domain }));
        if (details is not null) status.Details.Add(Any.Pack(details));
        return new RpcException(new Grpc.Core.Status(code, message), new Metadata { { DetailsTrailer, status.ToByteArray() } });
    }
}
