using CustomerGrains.Client;

namespace CustomerGrains.Cli.Connecting;

/// <summary>A server, and how to reach it.</summary>
internal sealed record ServerConnection(Uri Address, CustomerGrainsClientOptions Options)
{
    public CustomerGrainsClient Connect() => new(Address, Options);
}
