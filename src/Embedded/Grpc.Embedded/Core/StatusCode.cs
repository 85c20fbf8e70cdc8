namespace Grpc.Core;

/// <summary>The result of a call, as the gRPC specification numbers it (statuscodes.md).</summary>
public enum StatusCode
{
    /// <summary>Success.</summary>
    OK = 0,
    /// <summary>The call was cancelled, typically by the caller.</summary>
    Cancelled = 1,
    /// <summary>Something failed that has no better code, such as an exception that is no <see cref="RpcException"/>.</summary>
    Unknown = 2,
    /// <summary>The argument is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,
    /// <summary>The deadline passed before the call finished; it may have taken effect all the same.</summary>
    DeadlineExceeded = 4,
    /// <summary>What was asked for does not exist.</summary>
    NotFound = 5,
    /// <summary>What was to be created exists.</summary>
    AlreadyExists = 6,
    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,
    /// <summary>A quota, a size limit or memory is used up.</summary>
    ResourceExhausted = 8,
    /// <summary>The system is not in the state that the call needs; do not retry before it has been changed.</summary>
    FailedPrecondition = 9,
    /// <summary>The call lost a race; retry at a higher level.</summary>
    Aborted = 10,
    /// <summary>The argument is beyond a range that may change, such as reading past the end.</summary>
    OutOfRange = 11,
    /// <summary>The service does not have this method.</summary>
    Unimplemented = 12,
    /// <summary>An invariant is broken, or the peer does not keep to the protocol.</summary>
    Internal = 13,
    /// <summary>The service cannot be reached now; retry with a back-off.</summary>
    Unavailable = 14,
    /// <summary>Data are lost or corrupt beyond recovery.</summary>
    DataLoss = 15,
    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}
