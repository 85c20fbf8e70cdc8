using CustomerGrains.Cli.Serving;
using CustomerGrains.Server.Hosting;

namespace CustomerGrains.Cli.Tests;

/// <summary>Settings that another one cannot be without, with values.</summary>
internal sealed class CompanionSettings(IEnumerable<(ServeSetting Setting, string Text)> settings) : List<(ServeSetting Setting, string Text)>(settings)
{
    /// <summary>These and one more.</summary>
    public IEnumerable<(ServeSetting Setting, string Text)> Append(ServeSetting setting, string text) => Enumerable.Append(this, (setting, text));

    /// <summary>What stands in the environment under a variable's name.</summary>
    public string? Text(string variable) => Find(one => one.Setting.Variable == variable).Text;

    /// <summary>The options with these and one more.</summary>
    public ServerOptions ToOptions(ServeSetting setting, string text) =>
        Append(setting, text).Aggregate(new ServerOptions(), static (options, one) => one.Setting.Apply(options, one.Text));
}
