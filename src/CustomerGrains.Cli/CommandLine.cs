using System.CommandLine;
using System.CommandLine.Help;
using CustomerGrains.Cli.Commands;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Documents;
using CustomerGrains.Cli.Output;
using CustomerGrains.Client;
using CustomerGrains.Domain.Parties;
using Grpc.Core;

namespace CustomerGrains.Cli;

/// <summary>The program: finds the command, runs it, and turns whatever goes wrong into one sentence and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>How long a command may take to stop after SIGINT or SIGTERM before the process is ended hard: longer than the longest
    /// draining and shutdown that a server can be told.</summary>
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromMinutes(25);

    /// <summary>Set to 1, exceptions end the program with their traces.</summary>
    private const string TraceVariable = "CG_TRACE";

    /// <summary>Runs a command line.</summary>
    /// <returns>0: done; 1: failed or does not reconcile; 2: called wrongly.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var result = Root(terminal).Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors) await terminal.Error.WriteLineAsync($"customergrains: {error.Message}");
            await terminal.Error.WriteLineAsync($"Try '{Path(result.CommandResult.Command)} --help'.");
            return CliException.Usage;
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TerminationTimeout,
            };
            return await result.InvokeAsync(configuration, cancellationToken);
        }
        catch (Exception exception) when (Environment.GetEnvironmentVariable(TraceVariable) is not "1")
        {
            var problem = Explain(exception);
            await terminal.Error.WriteLineAsync($"customergrains: {problem.Message}");
            return problem.ExitCode;
        }
    }

    private static RootCommand Root(Terminal terminal)
    {
        var root = new RootCommand("CustomerGrains: live consumption of every subscriber of a telecom operator, fed by usage records over gRPC.")
        {
            DemoCommand.Create(terminal),
            ServeCommand.Create(terminal),
            GenerateCommand.Create(terminal),
            ImportCommand.Create(terminal),
            ReplayCommand.Create(terminal),
            GetCommand.Create(terminal),
            FindCommand.Create(terminal),
            PartyCommand.Create(terminal, PartyKind.Customer),
            PartyCommand.Create(terminal, PartyKind.Account),
            PartyCommand.Create(terminal, PartyKind.Group),
            PartyCommand.Create(terminal, PartyKind.Prospect),
            DocumentCommand.Create(terminal, DocumentNoun.Policy),
            DocumentCommand.Create(terminal, DocumentNoun.Model),
            FactsCommand.Create(terminal),
            WatchCommand.Create(terminal),
            SearchCommand.Create(terminal),
            ReportCommand.Create(terminal),
            RollupCommand.Create(terminal),
            DigestCommand.Create(terminal),
            FitCommand.Create(terminal),
            BenchCommand.Create(terminal),
        };
        root.SetAction(result => new HelpAction().Invoke(result));
        Examples.Attach(root);
        return root;
    }

    /// <summary>What went wrong in words.</summary>
    private static CliException Explain(Exception exception) => exception switch
    {
        CliException problem => problem,
        OperationCanceledException => new CliException("Interrupted."),
        UsagePublishException stopped => new CliException(stopped.Message),
        RpcException { StatusCode: StatusCode.Cancelled } => new CliException("Interrupted."),
        RpcException { Status.DebugException: { } cause } rpc => new CliException(ConnectionProblem.Explain(rpc.Status, cause)),
        RpcException rpc => new CliException($"The server answered {rpc.StatusCode}: {rpc.Status.Detail}"),
        IOException or UnauthorizedAccessException => new CliException(exception.Message),
        _ => new CliException($"A defect of this program: {exception.GetType().Name}, {exception.Message} (with {TraceVariable}=1 in the environment there is a trace)."),
    };

    private static string Path(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent
        ? $"{Path(parent)} {command.Name}"
        : "customergrains";
}
