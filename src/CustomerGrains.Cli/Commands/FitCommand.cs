using System.CommandLine;
using CustomerGrains.Cli.Fitting;
using CustomerGrains.Cli.Output;
using CustomerGrains.Domain.Churn;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains fit</c>.</summary>
internal static class FitCommand
{
    public static Command Create(Terminal terminal)
    {
        var defaults = new FitOptions();
        var isGenerator = new Option<bool>("--from-generator") { Description = "Fit on the truth of the built-in generator; the only source so far.", Required = true };
        var file = new Option<string?>("--out", "-o") { Description = "File for the formula. [default: the standard output]", HelpName = "FILE" };
        var seeds = new Option<ulong[]>("--seeds") { Description = "Populations to fit on.", HelpName = "N", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [.. defaults.Seeds] };
        var heldOut = new Option<ulong[]>("--held-out") { Description = "Populations to measure on only.", HelpName = "N", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [.. defaults.HeldOut] };
        var subscribers = CommonOptions.Positive("--subscribers", "Subscribers of each population.", defaults.Subscribers, least: 100, most: 1_000_000);
        var command = new Command("fit", "Fit a formula of churn risk on labelled subscribers, and measure it on others.") { isGenerator, file, seeds, heldOut, subscribers };
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = new FitOptions { Seeds = result.GetRequiredValue(seeds), HeldOut = result.GetRequiredValue(heldOut), Subscribers = result.GetValue(subscribers) };
            if (!result.GetValue(isGenerator)) throw new CliException("There is nothing else to fit on yet: --from-generator.", CliException.Usage);
            // What was fitted on says nothing about others.
            var both = options.Seeds.Intersect(options.HeldOut).ToList();
            if (both.Count > 0) throw new CliException($"--seeds and --held-out have {string.Join(", ", both)} in common; measure on populations that are not fitted on.", CliException.Usage);
            var before = DefaultChurnFormula.Formula;
            var formula = GeneratorFit.Fit(before, options, out var rows);
            var leavers = rows.Count(static row => row.IsLeaver);
            terminal.Error.WriteLine($"held out: {Terminal.Count(rows.Count)} rows of {options.HeldOut.Count} populations, {Terminal.Count(leavers)} of leavers");
            terminal.Error.WriteLine($"{formula.Id}, fitted: {FormulaQuality.Of(formula, rows)}");
            terminal.Error.WriteLine($"{before.Id}, built in: {FormulaQuality.Of(before, rows)}");
            var text = FormulaText.Of(formula);
            if (result.GetValue(file) is { } path) await File.WriteAllTextAsync(path, text, cancellationToken);
            else terminal.Out.Write(text);
            return 0;
        });
        return command.WithHelp("""
            Examples:
              customergrains fit --from-generator --out formula.json
              customergrains model put formula.json --activate --reason "fitted anew"

            What the generator says nothing about keeps the points of the built-in formula. The built-in formula is what this command makes of
            itself with the default options. The same options give the same formula.
            """);
    }
}
