namespace Grpc.Core;

/// <summary>Decides whether a server is who it says it is.</summary>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);
