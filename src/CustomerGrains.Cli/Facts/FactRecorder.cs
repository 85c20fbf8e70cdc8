using System.Globalization;
using System.IO.Hashing;
using System.Text;
using CustomerGrains.Cli.Output;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cli.Facts;

/// <summary>Records a file of facts, a thousand lines a request. Each request has an id that comes from the run's name and its place, so
/// that a run that was cut can be run again.</summary>
internal static class FactRecorder
{
    /// <summary>The most that the protocol takes in a call.</summary>
    private const int MostInCall = 1_000;

    /// <exception cref="CliException">A line cannot be read, or the server does not take it.</exception>
    internal static async Task<FactSummary> RunAsync(CustomerGrainsClient client, FileInfo file, string? run, Terminal terminal, CancellationToken cancellationToken)
    {
        var text = file.Name == "-" ? await Console.In.ReadToEndAsync(cancellationToken) : await File.ReadAllTextAsync(file.FullName, cancellationToken);
        run ??= XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(text)).ToString("x32", CultureInfo.InvariantCulture);
        var facts = text.Split('\n').Select((line, i) => (Line: line.Trim(), Number: i + 1)).Where(l => l.Line.Length > 0)
            .Select(l => (Fact: FactJson.Read(l.Line, l.Number), l.Number)).ToList();
        var summary = new FactSummary(0, 0, 0, 0, 0, 0);
        foreach (var some in facts.Chunk(MostInCall))
        {
            var request = new RecordFactsRequest { RequestId = string.Create(CultureInfo.InvariantCulture, $"{run}-{summary.Facts / MostInCall}"), Facts = { some.Select(f => f.Fact) } };
            var results = (await RecordAsync(client, request, some[0].Number, cancellationToken)).Results;
            for (var i = 0; i < some.Length; i++)
                if (results[i].Outcome is Outcome.Rejected or Outcome.Conflict) await terminal.Error.WriteLineAsync($"line {some[i].Number}: {results[i].Outcome}{(results[i].Outcome == Outcome.Rejected ? $", {results[i].Reason}" : "")}");
            summary = new FactSummary(
                summary.Facts + some.Length,
                summary.Applied + Count(Outcome.Applied),
                summary.Held + results.Count(r => r.Held),
                summary.Duplicate + Count(Outcome.Duplicate),
                summary.Conflict + Count(Outcome.Conflict),
                summary.Rejected + Count(Outcome.Rejected));

            int Count(Outcome outcome) => results.Count(r => r.Outcome == outcome);
        }
        return summary;
    }

    private static async Task<RecordFactsResponse> RecordAsync(CustomerGrainsClient client, RecordFactsRequest request, int firstLine, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Facts.RecordFactsAsync(request, cancellationToken: cancellationToken);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.InvalidArgument)
        {
            throw new CliException($"The server takes none of the facts from line {firstLine} on: {e.Status.Detail}");
        }
    }
}
