using CustomerGrains.Cli.Mapping;
using CustomerGrains.Cli.Output;
using CustomerGrains.Cli.Replay.Files;
using CustomerGrains.Cli.Replay.Ordering;
using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Replay;

/// <summary>Sends a file's records and checks what became of them.</summary>
internal sealed class ReplayRunner(CustomerGrainsClient client, ReplayOptions options, Terminal terminal, TimeProvider timeProvider)
{
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromSeconds(1);

    private readonly RowTally _tally = new();
    private readonly ExceptionTally _exceptions = new();

    /// <summary>Runs to the end.</summary>
    /// <exception cref="CliException">The file or the mapping cannot be used.</exception>
    /// <exception cref="UsagePublishException">The server refuses a stream, or is gone for too long.</exception>
    public async Task<ReplaySummary> RunAsync(CancellationToken cancellationToken)
    {
        var mapping = options.Mapping is null ? null : MappingFile.Load(options.Mapping);
        using var records = await OpenAsync(mapping, cancellationToken);
        using var batches = new BatchSplitter(records, options.Streams, options.Batch);
        var source = options.Source ?? mapping?.Source ?? Path.GetFileNameWithoutExtension(options.File);
        var id = options.Stream ?? await StreamIdAsync(mapping, cancellationToken);
        var before = await SourceNumbers.GetAsync(client, source, cancellationToken);
        var meter = new FeedMeter(timeProvider);
        var streams = new List<ReplayStream>();
        try
        {
            for (var part = 0; part < options.Streams; part++)
            {
                streams.Add(await ReplayStream.OpenAsync(client, source, StreamIdentity.OfPart(id, part, options.Streams), Publisher(), meter, _exceptions, cancellationToken));
            }

            var resumed = streams.Sum(static stream => (long)stream.Publisher.ResumedAfter);
            if (resumed > 0) Note($"The server has {resumed:N0} batches of this file already; they count nothing now.");
            await using (ShowProgress(() => meter.Line(records.Total)))
            {
                await PublishAsync(streams, batches, cancellationToken);
                await Task.WhenAll(streams.Select(stream => stream.Publisher.CloseAsync(cancellationToken)));
            }

            var seconds = meter.Elapsed.TotalSeconds;
            _tally.WriteErrors(terminal.Error, options.File);
            var after = await SourceNumbers.GetAfterAsync(client, source, cancellationToken);
            var ledger = UsageLedger.Sum([.. streams.Select(static stream => stream.Publisher.Ledger)]);
            var problems = SourceCheck.Problems(before, after, ledger, [.. streams.Select(static stream => stream.Publisher.Stream)]);
            return Summarize(source, id, ledger, meter, seconds, problems, after);
        }
        finally
        {
            foreach (var stream in streams) await stream.DisposeAsync();
        }
    }

    private async Task<IRecordSequence> OpenAsync(MappingFile? mapping, CancellationToken cancellationToken)
    {
        IRecordFile file = options.Format == RecordFormat.Ndjson ? new CloudEventFile(options.File, options.Streams) : new CsvRecordFile(options.File, mapping!, options.Streams);
        if (options.Order == ReplayOrder.File) return new FileOrder(file, options.Limit, _tally);
        await using (ShowProgress(() => $"{Terminal.Count(_tally.Rows)} rows read, to be sent in the order of their times")) return TimeOrder.Read(file, options.Limit, (long)options.SortMegabytes << 20, _tally, cancellationToken);
    }

    private async Task<string> StreamIdAsync(MappingFile? mapping, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(options.File);
        return await StreamIdentity.OfAsync(content, mapping, options, cancellationToken);
    }

    private UsagePublisherOptions Publisher() => new()
    {
        Window = options.Window,
        SourceSequence = options.SourceSequence,

        // A digest stands for the content, so what is complete need not be compared. A name does not: everything is sent, and the
        // server refuses other content.
        Resume = options.Stream is null ? ResumeMode.Skip : ResumeMode.Resend,
        TimeProvider = timeProvider,
        OnRetry = (reason, delay) => Note($"The connection broke ({reason.Message}); again in {delay.TotalSeconds:0.0} s."),
    };

    private async Task PublishAsync(IReadOnlyList<ReplayStream> streams, BatchSplitter batches, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        long? firstTime = null;
        while (batches.Next() is { } batch)
        {
            var isHandedOver = false;
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                firstTime ??= batch.LastTime;
                if (double.IsFinite(options.Speed))
                {
                    var due = TimeSpan.FromSeconds((batch.LastTime - firstTime.Value) / options.Speed) - timeProvider.GetElapsedTime(started);
                    if (due > TimeSpan.Zero) await Task.Delay(due, timeProvider, cancellationToken);
                }

                await streams[batch.Part].PublishAsync(batch, cancellationToken);
                isHandedOver = true;
            }
            finally
            {
                if (!isHandedOver) batch.Dispose();
            }
        }
    }

    private ReplaySummary Summarize(string source, string stream, UsageLedger ledger, FeedMeter meter, double seconds, IReadOnlyList<string> problems, SourceNumbers after) => new()
    {
        File = options.File,
        Source = source,
        Stream = stream,
        Streams = options.Streams,
        Rows = _tally.Rows,
        Filtered = _tally.Filtered,
        Unmapped = _tally.Unmapped,
        Records = _tally.Mapped,
        Batches = ledger.Batches,
        Received = ledger.Received,
        Applied = ledger.Applied,
        Duplicate = ledger.Duplicate,
        Conflict = ledger.Conflict,
        Rejected = ledger.Rejected,
        Replayed = ledger.Replayed,
        Reasons = ledger.Reasons.OrderBy(static pair => pair.Key).ToDictionary(static pair => Names.Of<RejectReason>(pair.Key), static pair => pair.Value),
        Seconds = Math.Round(seconds, 3),
        RecordsPerSecond = Math.Round(ledger.Acked / Math.Max(1e-9, seconds)),
        AckP50Ms = meter.Latency.Quantile(0.5).TotalMilliseconds,
        AckP99Ms = meter.Latency.Quantile(0.99).TotalMilliseconds,
        Connections = ledger.Sessions,
        Problems = ledger.Sent == _tally.Mapped ? problems : [.. problems, $"{_tally.Mapped - ledger.Sent:N0} mapped records were not sent."],
        SourceTotal = after,
        Exceptions = _exceptions.Kinds,
    };

    private IAsyncDisposable ShowProgress(Func<string> line) => terminal.IsInteractive || options.Progress
        ? new Periodic(ProgressPeriod, timeProvider, () => Note(line()))
        : NoProgress.Instance;

    private void Note(string text) => terminal.Error.WriteLine(text);
}
