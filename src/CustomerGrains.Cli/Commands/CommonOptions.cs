using System.CommandLine;

namespace CustomerGrains.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    /// <summary>Where a server is when nobody says otherwise.</summary>
    public const string DefaultAddress = "http://127.0.0.1:5080";

    /// <summary>Environment variable with the server's address.</summary>
    public const string ServerVariable = "CG_SERVER";

    /// <summary><c>--server</c>.</summary>
    public static Option<Uri> Server() => new("--server", "-s")
    {
        Description = $"Address of the server. [env: {ServerVariable}]",
        HelpName = "URL",
        CustomParser = static result => Address(result.Tokens.Count == 0 ? null : result.Tokens[0].Value, result.AddError),
        DefaultValueFactory = static result => Address(Environment.GetEnvironmentVariable(ServerVariable) ?? DefaultAddress, result.AddError),
    };

    /// <summary><c>--server</c> of a command that otherwise starts one itself.</summary>
    public static Option<Uri?> OptionalServer(string description) => new("--server", "-s")
    {
        Description = description,
        HelpName = "URL",
        CustomParser = static result => Address(result.Tokens[0].Value, result.AddError),
    };

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON instead of text." };

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public static Option<int> Positive(string name, string description, int byDefault, int least = 1)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => byDefault };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && value < least)
            {
                result.AddError($"{name} must be at least {least}.");
            }
        });
        return option;
    }

    private static Uri Address(string? text, Action<string> error)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") return uri!;
        error($"'{text}' is not an address like {DefaultAddress}.");
        return new Uri(DefaultAddress);
    }
}
