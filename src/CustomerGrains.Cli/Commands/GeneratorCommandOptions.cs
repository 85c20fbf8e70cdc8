using System.CommandLine;
using CustomerGrains.Cli.Generation;

namespace CustomerGrains.Cli.Commands;

/// <summary>What <c>generate</c> and <c>demo</c> can be told about what they make up.</summary>
internal sealed class GeneratorCommandOptions
{
    private static readonly GeneratorOptions Defaults = new();

    private readonly Option<int> _subscribers = CommonOptions.Positive("--subscribers", "Subscribers.", Defaults.Subscribers);
    private readonly Option<int> _days = CommonOptions.Positive("--days", "Days of usage.", Defaults.Days);
    private readonly Option<int> _perDay = CommonOptions.Positive("--records-per-day", "Usage records on an average day.", Defaults.RecordsPerDay);
    private readonly Option<ulong> _seed = new("--seed") { Description = "Another seed gives other subscribers and usage.", HelpName = "N", DefaultValueFactory = _ => Defaults.Seed };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _subscribers, _days, _perDay, _seed }) command.Options.Add(option);
    }

    /// <summary>What the command line says.</summary>
    public GeneratorOptions Read(ParseResult result) => new()
    {
        Subscribers = result.GetValue(_subscribers),
        Days = result.GetValue(_days),
        RecordsPerDay = result.GetValue(_perDay),
        Seed = result.GetValue(_seed),
    };
}
