namespace CustomerGrains.Server.Hosting;

/// <summary>Before a server stops it drains: it serves as before, but its health says NOT_SERVING, so that load balancers send
/// what is new elsewhere.</summary>
public sealed class Drain : IDisposable
{
    private readonly CancellationTokenSource _begun = new();

    /// <summary>Cancelled when the draining begins; it does not end.</summary>
    public CancellationToken Begun => _begun.Token;

    public void Begin() => _begun.Cancel();

    public void Dispose() => _begun.Dispose();
}
