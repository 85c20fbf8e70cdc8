using System.Net;
using System.Net.Sockets;

namespace CustomerGrains.EndToEnd.Tests.Support;

/// <summary>A folder that is gone afterwards, and addresses on this machine.</summary>
public sealed class Scratch : IDisposable
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("customergrains-").FullName;

    public string PathOf(string name) => Path.Combine(Directory, name);

    /// <summary>An address nobody listens on, the same for a server and its successors.</summary>
    public static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return "http://127.0.0.1:" + ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
