namespace Grpc.Core;

/// <summary>The server that a <see cref="VerifyPeerCallback"/> decides on.</summary>
public class VerifyPeerContext
{
    internal VerifyPeerContext(string targetName, string peerPem)
    {
        TargetName = targetName;
        PeerPem = peerPem;
    }

    /// <summary>Who was to be called.</summary>
    public string TargetName { get; }

    /// <summary>The server's certificate, PEM.</summary>
    public string PeerPem { get; }
}
