using CustomerGrains.Cli.Mapping;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Replay;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cli.Import;

/// <summary>Registers the subscribers that a file names.</summary>
internal sealed class ImportRunner(CustomerGrainsClient client, ImportOptions options, Terminal terminal, TimeProvider timeProvider)
{
    private readonly RowTally _tally = new();
    private readonly Dictionary<string, (string RequestId, long Line)> _known = new(StringComparer.Ordinal);
    private long _repeated;
    private int _shown;

    /// <summary>Runs to the end.</summary>
    /// <exception cref="CliException">The file or the mapping cannot be used, or a subscriber is there twice with other content.</exception>
    public async Task<ImportSummary> RunAsync(CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        var mapping = MappingFile.Load(options.Mapping);
        using var source = CsvSource.Open(options.File, mapping);
        var mapper = new SubscriberMapper(mapping, source.Columns);
        var registrar = new Registrar(client, options.Batch, options.Parallel);
        await registrar.RunAsync(Requests(source, mapper), Refused, cancellationToken);
        _tally.WriteErrors(terminal.Error, options.File);
        if (registrar.Refused > RowTally.MostErrors) terminal.Error.WriteLine($"… and {registrar.Refused - RowTally.MostErrors:N0} more that were refused.");
        return new ImportSummary
        {
            File = options.File,
            Rows = _tally.Rows,
            Filtered = _tally.Filtered,
            Unmapped = _tally.Unmapped,
            Repeated = _repeated,
            Registered = registrar.Registered,
            Refused = registrar.Refused,
            Seconds = Math.Round(timeProvider.GetElapsedTime(started).TotalSeconds, 3),
        };
    }

    private IEnumerable<(RegisterSubscriberRequest Request, long Line)> Requests(CsvSource source, SubscriberMapper mapper)
    {
        while (source.Read())
        {
            var outcome = mapper.TryMap(source, out var request);
            _tally.Add(outcome, mapper.Error);
            if (outcome != RowOutcome.Mapped) continue;
            if (options.Distinct && IsRepeated(request, source.Line)) continue;
            yield return (request, source.Line);
        }
    }

    private bool IsRepeated(RegisterSubscriberRequest request, long line)
    {
        if (_known.TryAdd(request.SubscriberId, (request.RequestId, line))) return false;
        var (requestId, firstLine) = _known[request.SubscriberId];
        if (requestId != request.RequestId)
        {
            throw new CliException($"{options.File}: subscriber {request.SubscriberId} on line {line} is not the one on line {firstLine}; with --distinct all rows of a subscriber must say the same.");
        }

        _repeated++;
        return true;
    }

    private void Refused(long line, RegistrationResult result)
    {
        if (_shown++ < RowTally.MostErrors) terminal.Error.WriteLine($"{options.File}, line {line}: refused, {(StatusCode)result.Code}: {result.Message}");
    }
}
