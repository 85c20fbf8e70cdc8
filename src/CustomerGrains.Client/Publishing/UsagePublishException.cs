using Grpc.Core;

namespace CustomerGrains.Client;

/// <summary>The publisher has stopped for good; the message says why and what to do.</summary>
public sealed class UsagePublishException : Exception
{
    /// <summary>A publisher's end.</summary>
    public UsagePublishException(StatusCode statusCode, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        StatusCode = statusCode;
    }

    /// <summary>
    /// The server's status, or <see cref="StatusCode.Internal"/> when the server broke the protocol, <see cref="StatusCode.DataLoss"/>
    /// when it no longer knows what it had acknowledged, <see cref="StatusCode.Cancelled"/> when the publisher was disposed of.
    /// </summary>
    public StatusCode StatusCode { get; }
}
