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
            if (result.GetValue(json))
            {
                await terminal.Out.WriteLineAsync(JsonOutput.Of(new { Digest = digest.Digest_, digest.Entities, digest.Rebuilt, digest.Entries }));
                return 0;
            }

            await terminal.Out.WriteLineAsync(digest.Digest_);
            await terminal.Error.WriteLineAsync(result.GetValue(full)
                ? $"{digest.Entities:N0} entities; {digest.Rebuilt:N0} rebuilt from {digest.Entries:N0} entries, all the same"
                : $"{digest.Entities:N0} entities");
            return 0;
        });
        return command.WithHelp("""
            Examples:
              customergrains digest
              customergrains digest --full --server http://10.0.0.5:5080

            Order, batching and streams of the same records do not change the digest. Exit code 1 when --full finds an entity whose
            state is not what its facts give. Meaningful while nothing is coming in.
            """);
    }
}
