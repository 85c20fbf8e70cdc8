namespace Grpc.Core;

/// <summary>How a call ended: a code, and a sentence for people.</summary>
public struct Status
{
    /// <summary><see cref="StatusCode.OK"/> without detail.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary><see cref="StatusCode.Cancelled"/> without detail.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    /// <summary>A status of <paramref name="statusCode"/>.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">Any text; it crosses the wire percent-encoded.</param>
    public Status(StatusCode statusCode, string detail) : this(statusCode, detail, null)
    {
    }

    /// <summary>A status of <paramref name="statusCode"/> that remembers what led to it.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">Any text; it crosses the wire percent-encoded.</param>
    /// <param name="debugException">The cause; it never crosses the wire.</param>
    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        Detail = detail;
        DebugException = debugException;
    }

    /// <summary>The code.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>The sentence for people.</summary>
    public string Detail { get; }

    /// <summary>What led to this status in this process, if it is known.</summary>
    public Exception? DebugException { get; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var cause = DebugException is { } e ? $", DebugException=\"{e.GetType()}: {e.Message}\"" : "";
        return $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\"{cause})";
    }
}
