using System.Security.Authentication;
using Grpc.Core;

namespace CustomerGrains.Cli.Connecting;

/// <summary>Why a server cannot be reached, and what to look at.</summary>
internal static class ConnectionProblem
{
    /// <param name="status">A call's status that the client made itself.</param>
    /// <param name="cause">What it made it of.</param>
    public static string Explain(Status status, Exception cause)
    {
        var remedy = Causes(cause).Any(static e => e is AuthenticationException)
            ? "Does the server have TLS at this port, and is --ca the authority that its certificate comes from?"
            : "Is it running (customergrains serve), and is --server its address: https if it has TLS, and with --cert if it wants a certificate?";
        return $"Cannot reach the server: {status.Detail.TrimEnd('.')}. {remedy}";
    }

    private static IEnumerable<Exception> Causes(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException) yield return exception;
    }
}
