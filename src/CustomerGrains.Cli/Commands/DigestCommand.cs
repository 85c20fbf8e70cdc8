using System.CommandLine;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Cli.Output;
using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>customergrains digest</c>.</summary>
internal static class DigestCommand
{
    public static Command Create(Terminal terminal)
    {
        var full = new Option<bool>("--full") { Description = "Also rebuild everything from history and log and compare it, byte for byte." };
        var server = ConnectionOptions.ToServer();
        var json = CommonOptions.Json();
        var command = new Command("digest", "Print a digest of the state of all subscribers and numbers: the same facts give the same digest.") { full, json };
        server.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using var client = server.Connect(result);
            var digest = await client.Operations.GetDigestAsync(new GetDigestRequest { Full = result.GetValue(full) }, cancellationToken: cancellationToken);
            var wrong = digest.Rows is { } rows ? rows.Differing + rows.Missing + rows.Unexpected + rows.Behind : 0;
            if (result.GetValue(json))
            {
                await terminal.Out.WriteLineAsync(JsonOutput.Of(new { Digest = digest.Digest_, digest.Entities, digest.Rebuilt, digest.Entries, Rows = Shown(digest.Rows) }));
                return wrong == 0 ? 0 : CliException.Failed;
            }

            await terminal.Out.WriteLineAsync(digest.Digest_);
            await terminal.Error.WriteLineAsync(result.GetValue(full)
                ? $"{digest.Entities:N0} entities; {digest.Rebuilt:N0} rebuilt from {digest.Entries:N0} entries, all the same"
                : $"{digest.Entities:N0} entities");
            if (digest.Rows is not null) await WriteRowsAsync(terminal, digest.Rows, wrong);
            return wrong == 0 ? 0 : CliException.Failed;
        });
        return command.WithHelp("""
            Examples:
              customergrains digest
              customergrains digest --full --server http://10.0.0.5:5080

            Order, batching and streams of the same records do not change the digest. Exit code 1 when --full finds an entity whose
            state is not what its facts give, or a row of search and reports that is not. Meaningful while nothing is coming in; rows are
            compared exactly whatever comes in, each as of its own version and time.
            """);
    }

    private static object? Shown(RowCheck? rows) => rows is null ? null : new
    {
        rows.Compared,
        rows.Differing,
        rows.Missing,
        rows.Unexpected,
        rows.Behind,
        rows.NotCompared,
        Findings = rows.Findings.Select(static f => new { f.SubscriberId, Finding = f.Finding_, f.Fields }),
    };

    private static async Task WriteRowsAsync(Terminal terminal, RowCheck rows, ulong wrong)
    {
        var rest = rows.NotCompared == 0 ? "" : $"; {rows.NotCompared:N0} could not be compared";
        await terminal.Error.WriteLineAsync(wrong == 0
            ? $"{rows.Compared:N0} rows of search and reports compared, all the same{rest}"
            : $"{rows.Compared:N0} rows of search and reports compared: {rows.Differing:N0} differ, {rows.Behind:N0} behind, {rows.Missing:N0} missing, {rows.Unexpected:N0} without a subscriber{rest}");
        foreach (var finding in rows.Findings) await terminal.Error.WriteLineAsync($"  {finding.SubscriberId}: {finding.Finding_.ToLowerInvariant()}{(finding.Fields.Count > 0 ? $" in {string.Join(", ", finding.Fields)}" : "")}");
    }
}
