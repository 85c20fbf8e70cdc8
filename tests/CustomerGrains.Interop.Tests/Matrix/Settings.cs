using CustomerGrains.Interop.Tests.Server;

namespace CustomerGrains.Interop.Tests.Matrix;

/// <summary>What a client has to know; JSON on its standard input. Addresses are host:port, the rest are paths.</summary>
/// <param name="Plain">Without TLS.</param>
/// <param name="Tapped">The same server, through the tap.</param>
/// <param name="Tls">With TLS.</param>
/// <param name="Mutual">With TLS; asks for a client certificate.</param>
/// <param name="Drain">The server that the harness stops and starts, through a tap.</param>
/// <param name="Authority">Vouches for servers and clients.</param>
/// <param name="Stranger">Vouches for nobody.</param>
/// <param name="Certificate">Of the client.</param>
/// <param name="Key">Of the client.</param>
/// <param name="Protos">Roots of the proto files.</param>
/// <param name="NotApplicable">Features that are not to be tried, and why.</param>
internal sealed record Settings(
    string Plain,
    string Tapped,
    string Tls,
    string Mutual,
    string Drain,
    string Authority,
    string Stranger,
    string Certificate,
    string Key,
    string[] Protos,
    IReadOnlyDictionary<string, string> NotApplicable)
{
    public static Settings For(InteropServers servers) => new(
        servers.PlainAddress,
        servers.PlainTap.Address,
        servers.TlsAddress,
        servers.MutualAddress,
        servers.DrainTap.Address,
        servers.Certificates.AuthorityFile,
        servers.Certificates.StrangerFile,
        servers.Certificates.ClientFile,
        servers.Certificates.ClientKeyFile,
        [Repository.PathOf("protos"), Repository.PathOf("tests/CustomerGrains.Interop.Tests/Protos")],
        HostGaps.All);
}
