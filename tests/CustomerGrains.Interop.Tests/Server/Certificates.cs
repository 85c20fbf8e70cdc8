namespace CustomerGrains.Interop.Tests.Server;

/// <summary>Certificates of one run, as PEM files: an authority, a server and a client that it vouches for, and an authority that
/// vouches for nobody.</summary>
internal sealed class Certificates : IDisposable
{
    public const string ClientName = "mediation-7";

    private readonly TestFiles _files = new();

    public Certificates()
    {
        var authority = new TestAuthority();
        var server = authority.Issue("localhost", TestAuthority.ForServers);
        var client = authority.Issue(ClientName, TestAuthority.ForClients);
        AuthorityFile = _files.Write("ca.pem", authority.Pem);
        StrangerFile = _files.Write("stranger.pem", new TestAuthority("stranger").Pem);
        ServerFile = _files.Write("server.pem", server.Pem);
        ServerKeyFile = _files.Write("server.key", server.KeyPem);
        ClientFile = _files.Write("client.pem", client.Pem);
        ClientKeyFile = _files.Write("client.key", client.KeyPem);
    }

    public string AuthorityFile { get; }

    public string StrangerFile { get; }

    public string ServerFile { get; }

    public string ServerKeyFile { get; }

    public string ClientFile { get; }

    public string ClientKeyFile { get; }

    public void Dispose() => _files.Dispose();
}
