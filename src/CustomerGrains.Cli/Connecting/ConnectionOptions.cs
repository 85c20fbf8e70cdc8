using System.CommandLine;
using System.CommandLine.Parsing;
using CustomerGrains.Cli.Commands;
using CustomerGrains.Client;
using CustomerGrains.Server.Hosting.Tls;

namespace CustomerGrains.Cli.Connecting;

/// <summary>How a command reaches its server: <c>--server</c>, and for https <c>--ca</c>, <c>--cert</c> and <c>--key</c>.</summary>
internal sealed class ConnectionOptions
{
    private const string ServerVariable = "CG_SERVER";

    private readonly Option<Uri?> _server;
    private readonly Option<string?> _ca = File("--ca", "CG_CA", "Authorities (PEM) that the certificate of an https server has to come from. [default: the machine's]");
    private readonly Option<string?> _certificate = File("--cert", "CG_CERT", "Own certificate (PEM or PFX), for servers that want one.");
    private readonly Option<string?> _key = File("--key", "CG_KEY", "Its private key (PEM). [default: it is in the certificate's file]");

    private ConnectionOptions(Option<Uri?> server) => _server = server;

    /// <summary>Of a command that needs a server.</summary>
    public static ConnectionOptions ToServer() => new(new Option<Uri?>("--server", "-s")
    {
        Description = $"Address of the server, http:// or https://. [env: {ServerVariable}]",
        HelpName = "URL",
        CustomParser = static result => Address(result.Tokens.Count == 0 ? null : result.Tokens[0].Value, result.AddError),
        DefaultValueFactory = static result => Address(Environment.GetEnvironmentVariable(ServerVariable) ?? CommonOptions.DefaultAddress, result.AddError),
    });

    /// <summary>Of a command that starts a server itself unless one is named.</summary>
    public static ConnectionOptions ToOptionalServer(string description) => new(new Option<Uri?>("--server", "-s")
    {
        Description = description,
        HelpName = "URL",
        CustomParser = static result => Address(result.Tokens[0].Value, result.AddError),
    });

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _server, _ca, _certificate, _key }) command.Options.Add(option);
    }

    /// <summary>What the command line and the environment say; null when no server is named.</summary>
    /// <exception cref="CliException">A file cannot be used, or the options do not go together; the message says what to do.</exception>
    public ServerConnection? Read(ParseResult result)
    {
        if (result.GetValue(_server) is not { } address) return null;
        if (address.Scheme == "http")
        {
            return result.GetResult(_ca) is null && result.GetResult(_certificate) is null && result.GetResult(_key) is null
                ? new ServerConnection(address, new CustomerGrainsClientOptions())
                : throw new CliException($"--ca, --cert and --key go with an https server, and '{address}' is none.", CliException.Usage);
        }

        try
        {
            return new ServerConnection(address, Tls(Value(result, _ca), Value(result, _certificate), Value(result, _key)));
        }
        catch (ArgumentException exception)
        {
            throw new CliException(exception.Message, CliException.Usage, exception);
        }
    }

    /// <summary>A client of the server that is named.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public CustomerGrainsClient Connect(ParseResult result) => Read(result)!.Connect();

    private static CustomerGrainsClientOptions Tls(OptionFile? ca, OptionFile? certificate, OptionFile? key)
    {
        var now = TimeProvider.System.GetUtcNow();
        var options = new CustomerGrainsClientOptions { CertificateAuthorities = ca is { } file ? CertificateFiles.Authorities(file, now) : null };
        if (certificate is not { } own) return key is null ? options : throw key.Value.Problem("a key goes with a certificate", "give that with --cert");
        var (found, chain) = CertificateFiles.Identity(own with { KeyOption = "--key" }, key, null, CertificateFiles.ClientUse, now);
        return options with { ClientCertificate = found, ClientCertificateChain = chain };
    }

    private static Option<string?> File(string name, string variable, string description) => new(name) { Description = $"{description} [env: {variable}]", HelpName = "FILE" };

    private static OptionFile? Value(ParseResult result, Option<string?> option)
    {
        var variable = "CG_" + option.Name.TrimStart('-').ToUpperInvariant();
        return result.GetValue(option) is { } path ? new OptionFile(option.Name, path)
            : Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? new OptionFile(variable, given)
            : null;
    }

    private static Uri Address(string? text, Action<string> error)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") return uri!;
        error($"'{text}' is not an address like {CommonOptions.DefaultAddress}.");
        return new Uri(CommonOptions.DefaultAddress);
    }
}
