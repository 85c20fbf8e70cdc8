using System.CommandLine;
using CustomerGrains.Cli.Demo;
using CustomerGrains.Cli.Output;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains demo</c>.</summary>
internal static class DemoCommand
{
    public static Command Create(Terminal terminal)
    {
        var exit = new Option<bool>("--exit") { Description = "End after the summary instead of serving on." };
        var generator = new GeneratorCommandOptions();
        var data = new Option<string?>("--data") { Description = "Empty folder for the store. [default: a temporary one, deleted at the end]", HelpName = "DIR" };
        var listen = new Option<string?>("--listen") { Description = "Address; port 0 takes a free one. [default: http://127.0.0.1:5080, with --exit a free port]", HelpName = "URL" };
        var command = new Command("demo", "Start a server, send it a generated month of usage over gRPC, and show what became of it.")
        {
            exit, data, listen,
        };
        generator.AddTo(command);
        command.SetAction((result, cancellationToken) =>
        {
            var options = new DemoOptions
            {
                Generator = generator.Read(result),
                Data = result.GetValue(data),
                Listen = result.GetValue(listen) ?? (result.GetValue(exit) ? "http://127.0.0.1:0" : CommonOptions.DefaultAddress),
                Exit = result.GetValue(exit),
            };
            return new DemoRunner(options, terminal).RunAsync(cancellationToken);
        });
        return command.WithHelp("""
            Examples:
              customergrains demo
              customergrains demo --exit --subscribers 1000 --days 7 --records-per-day 10000
              customergrains demo --data ./demo --listen http://127.0.0.1:6000

            The month is the one that 'generate' writes. It has a few records on purpose that are sent twice, contradict an earlier
            one, are broken, or are for numbers that nobody holds. Exit code 0 only if every number reconciles: what was generated,
            what was answered, what the server says, and what every subscriber has.
            """);
    }
}
