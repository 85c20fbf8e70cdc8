using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cli.Documents;

/// <summary>Arguments and options that the commands of documents share.</summary>
internal static class DocumentArguments
{
    public static Argument<string> File() => new("FILE") { Description = "A JSON file; comments and trailing commas are welcome." };

    public static Option<string?> Actor() => new("--actor") { Description = "Who does it. [default: the user's name here]", HelpName = "NAME" };

    public static Option<string?> Reason() => new("--reason") { Description = "Why; kept with the version.", HelpName = "TEXT" };

    /// <exception cref="CliException">It cannot be read.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await System.IO.File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"Cannot read {path}: {exception.Message}", CliException.Usage, exception);
        }
    }

    /// <summary>What digits name is a version, anything else a file, nothing the version in force.</summary>
    /// <exception cref="CliException">The file cannot be read.</exception>
    public static async Task<DocumentRef> RefAsync(string? text, CancellationToken cancellationToken) => text switch
    {
        null => new DocumentRef(),
        _ when uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => new DocumentRef { Version = version },
        _ => new DocumentRef { Document = await ReadAsync(text, cancellationToken) },
    };

    /// <summary>Who and why, as metadata has it: text that is not ASCII is left to names of users that are.</summary>
    /// <exception cref="CliException">A header cannot hold it.</exception>
    public static Metadata Headers(ParseResult result, Option<string?> actor, Option<string?> reason)
    {
        var headers = new Metadata();
        Add(headers, "cg-actor", actor.Name, result.GetValue(actor) ?? Ascii(Environment.UserName));
        Add(headers, "cg-reason", reason.Name, result.GetValue(reason));
        return headers;
    }

    private static void Add(Metadata headers, string key, string option, string? text)
    {
        if (string.IsNullOrEmpty(text)) return;
        if (Ascii(text) is null) throw new CliException($"{option} '{text}' has characters that are not printable ASCII, which is all that call metadata holds.", CliException.Usage);
        headers.Add(key, text);
    }

    private static string? Ascii(string text) => text.All(static c => c is >= ' ' and <= '~') ? text : null;
}
