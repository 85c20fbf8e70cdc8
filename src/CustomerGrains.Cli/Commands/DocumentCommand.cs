using System.CommandLine;
using CustomerGrains.Cli.Documents;
using CustomerGrains.Cli.Output;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains policy …</c> and <c>customergrains model …</c>: versioned documents.</summary>
internal static class DocumentCommand
{
    public static Command Create(Terminal terminal, DocumentNoun noun)
    {
        var command = new Command(noun.Name, $"Show and change {noun.Is}, a versioned document.")
        {
            DocumentQueryCommands.Get(terminal, noun),
            DocumentQueryCommands.List(terminal, noun),
            DocumentQueryCommands.Validate(terminal, noun),
            DocumentQueryCommands.Diff(terminal, noun),
            RulesStatusCommand.Create(terminal, noun),
            DocumentChangeCommands.Put(terminal, noun),
            DocumentChangeCommands.Activate(terminal, noun),
        };
        return command.WithHelp($"""
            Examples:
              customergrains {noun.Name} get > mine.json      # edit it, then:
              customergrains {noun.Name} validate mine.json
              customergrains {noun.Name} diff mine.json
              customergrains {noun.Name} put mine.json --reason "as agreed"
              customergrains {noun.Name} activate 1 --reason "as agreed"
              customergrains {noun.Name} status

            Versions count from 1; 0 is the built-in one. Putting one changes nothing until it is activated; to go back, activate the one
            before.
            """);
    }
}
