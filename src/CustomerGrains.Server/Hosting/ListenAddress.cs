using System.Globalization;
using System.Net;

namespace CustomerGrains.Server.Hosting;

/// <summary>An address that a server listens on.</summary>
/// <param name="IsTls">https; else HTTP/2 without TLS.</param>
/// <param name="Address">Null: every address of the machine, or (with <paramref name="IsLocalhost"/>) both of the loopback.</param>
/// <param name="Port">0 takes a free one.</param>
internal readonly record struct ListenAddress(bool IsTls, IPAddress? Address, bool IsLocalhost, int Port)
{
    private const string Form = "http://host:port or https://host:port, where host is an IP address of this machine, localhost, or * for all";

    /// <summary>Reads addresses that are separated by commas.</summary>
    /// <exception cref="ArgumentException">Names the first that is none, and what it has to look like.</exception>
    internal static IReadOnlyList<ListenAddress> ParseAll(string text)
    {
        var addresses = text.Split(',', StringSplitOptions.TrimEntries).Select(Parse).ToList();
        var twice = addresses.Where(static a => a.Port != 0).GroupBy(static a => a with { IsTls = false }).FirstOrDefault(static g => g.Count() > 1);
        return twice is null ? addresses : throw new ArgumentException($"listen: '{text}' has {twice.First()} twice; give each address a port of its own.");
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(IsTls ? "https" : "http")}://{(IsLocalhost ? "localhost" : Address is null ? "*" : new IPEndPoint(Address, Port).ToString()[..^(Port.ToString(CultureInfo.InvariantCulture).Length + 1)])}:{Port}");

    private static ListenAddress Parse(string text)
    {
        var isTls = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!isTls && !text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) throw NotAnAddress(text);
        var authority = text[(text.IndexOf("//", StringComparison.Ordinal) + 2)..].TrimEnd('/');
        var colon = authority.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort) throw NotAnAddress(text);
        var host = authority[..colon];
        if (host == "*") return new(isTls, null, false, port);
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return port != 0 ? new(isTls, null, true, port)
                : throw new ArgumentException($"listen: '{text}' would take two different free ports, as localhost is two addresses; use 127.0.0.1 or [::1].");
        }
        var isBracketed = host.StartsWith('[') && host.EndsWith(']');
        return IPAddress.TryParse(isBracketed ? host[1..^1] : host, out var ip) && isBracketed == (ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
            ? new(isTls, ip, false, port)
            : throw NotAnAddress(text);
    }

    private static ArgumentException NotAnAddress(string text) => new($"listen: '{text}' is not an address of the form {Form}.");
}
