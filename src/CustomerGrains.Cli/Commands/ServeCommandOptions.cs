using System.CommandLine;
using CustomerGrains.Cli.Serving;
using CustomerGrains.Server.Hosting;

namespace CustomerGrains.Cli.Commands;

/// <summary>What <c>serve</c> can be told: an option for every setting, and the file with more of them.</summary>
internal sealed class ServeCommandOptions
{
    private readonly (ServeSetting Setting, Option<string[]> Option)[] _flags = [.. ServeSettings.All.Select(static setting => (setting, Flag(setting)))];
    private readonly Option<string?> _config = new("--config") { Description = "JSON file with the same settings (data, listen, clock, timeZone …).", HelpName = "FILE" };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (var (_, option) in _flags) command.Options.Add(option);
        command.Options.Add(_config);
    }

    /// <summary>What the command line, the environment and the file say, the first of them first.</summary>
    /// <exception cref="CliException">Something is wrong; the message says what to write instead.</exception>
    public ServerOptions Read(ParseResult result, Func<string, string?> variable)
    {
        var said = new ServeSource();
        foreach (var (setting, option) in _flags)
        {
            if (result.GetValue(option) is { Length: > 0 } values) said.With(setting, string.Join(',', values), option.Name);
        }

        var file = result.GetValue(_config) is { } path ? ServeSource.FromFile(path) : new ServeSource();
        return said.Over(ServeSource.FromEnvironment(variable)).Over(file).ToOptions();
    }

    /// <summary>One value, except where several stand side by side, as addresses do.</summary>
    private static Option<string[]> Flag(ServeSetting setting)
    {
        var isList = setting.Name == "listen";
        return new Option<string[]>("--" + setting.Name)
        {
            HelpName = setting.Value,
            Description = $"{setting.Description} [default: {setting.Default}]",
            Arity = isList ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne,
            AllowMultipleArgumentsPerToken = isList,
            CustomParser = static result => [.. result.Tokens.Select(static token => token.Value)],
            DefaultValueFactory = static _ => [],
        };
    }
}
