using CustomerGrains.Cli.Mapping;
using CustomerGrains.Cli.Output;
using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Replay;

/// <summary>Sends a file's records and checks what became of them.</summary>
internal sealed class ReplayRunner(CustomerGrainsClient client, ReplayOptions options, Terminal terminal, TimeProvider timeProvider)
{
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromSeconds(1);

    /// <summary>Runs to the end.</summary>
    /// <exception cref="CliException">The file or the mapping cannot be used.</exception>
    /// <exception cref="UsagePublishException">The server refuses the stream, or is gone for too long.</exception>
    public async Task<ReplaySummary> RunAsync(CancellationToken cancellationToken)
    {
        var mapping = MappingFile.Load(options.Mapping);
        using var batches = Open(mapping, cancellationToken);
        var source = options.Source ?? mapping.Source ?? Path.GetFileNameWithoutExtension(options.File);
        var stream = options.Stream ?? await StreamIdAsync(mapping, cancellationToken);
        var before = await SourceNumbers.GetAsync(client, source, cancellationToken);
        var exceptions = new ExceptionTally();
        var meter = new FeedMeter(timeProvider);
        await using var publisher = await client.OpenPublisherAsync(source, stream, Publisher(batches, meter, exceptions), cancellationToken);
        if (publisher.ResumedAfter > 0) Note($"The server has {publisher.ResumedAfter:N0} batches of this stream already; they count nothing now.");
        await using (ShowProgress(meter, batches))
        {
            await PublishAsync(publisher, batches, cancellationToken);
            await publisher.CloseAsync(cancellationToken);
        }

        var seconds = meter.Elapsed.TotalSeconds;
        batches.Tally.WriteErrors(terminal.Error, options.File);
        var after = await SourceNumbers.GetAfterAsync(client, source, cancellationToken);
        return Summarize(batches.Tally, publisher, meter, exceptions, seconds, SourceCheck.Problems(before, after, publisher.Ledger, [stream]), after);
    }

    private IRecordBatches Open(MappingFile mapping, CancellationToken cancellationToken)
    {
        var csv = CsvSource.Open(options.File, mapping);
        var keep = false;
        try
        {
            var mapper = new RecordMapper(mapping, csv.Columns);
            keep = options.Order == ReplayOrder.File;
            return keep ? new FileOrderBatches(csv, mapper, options) : SortedBatches.Read(csv, mapper, options, cancellationToken);
        }
        finally
        {
            if (!keep) csv.Dispose();
        }
    }

    private async Task<string> StreamIdAsync(MappingFile mapping, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(options.File);
        return await StreamIdentity.OfAsync(content, mapping, options, cancellationToken);
    }

    private UsagePublisherOptions Publisher(IRecordBatches batches, FeedMeter meter, ExceptionTally exceptions) => new()
    {
        Window = options.Window,

        // A digest stands for the content, so what is complete need not be compared. A name does not: everything is sent, and the
        // server refuses other content.
        Resume = options.Stream is null ? ResumeMode.Skip : ResumeMode.Resend,
        TimeProvider = timeProvider,
        OnAck = ack =>
        {
            meter.Add(ack);
            exceptions.Add(ack.Answer, index => batches.LineOf(ack.Answer.Sequence, index));
            batches.Answered(ack.Answer.Sequence);
        },
        OnRetry = (reason, delay) => Note($"The connection broke ({reason.Message}); again in {delay.TotalSeconds:0.0} s."),
    };

    private async Task PublishAsync(UsagePublisher publisher, IRecordBatches batches, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        long? firstTime = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = new UsageBatchBuffer();
            if (!batches.TryFill(batch, out var lastTime))
            {
                batch.Dispose();
                return;
            }

            firstTime ??= lastTime;
            if (double.IsFinite(options.Speed))
            {
                var due = TimeSpan.FromSeconds((lastTime - firstTime.Value) / options.Speed) - timeProvider.GetElapsedTime(started);
                if (due > TimeSpan.Zero) await Task.Delay(due, timeProvider, cancellationToken);
            }

            await publisher.PublishAsync(batch, cancellationToken);
        }
    }

    private ReplaySummary Summarize(
        RowTally rows,
        UsagePublisher publisher,
        FeedMeter meter,
        ExceptionTally exceptions,
        double seconds,
        IReadOnlyList<string> problems,
        SourceNumbers after)
    {
        var ledger = publisher.Ledger;
        return new ReplaySummary
        {
            File = options.File,
            Source = publisher.Source,
            Stream = publisher.Stream,
            Rows = rows.Rows,
            Filtered = rows.Filtered,
            Unmapped = rows.Unmapped,
            Records = rows.Mapped,
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
            Problems = ledger.Sent == rows.Mapped ? problems : [.. problems, $"{rows.Mapped - ledger.Sent:N0} mapped records were not sent."],
            SourceTotal = after,
            Exceptions = exceptions.Kinds,
        };
    }

    private IAsyncDisposable ShowProgress(FeedMeter meter, IRecordBatches batches) => terminal.IsInteractive || options.Progress
        ? new Periodic(ProgressPeriod, timeProvider, () => Note(meter.Line(batches.Total)))
        : NoProgress.Instance;

    private void Note(string text) => terminal.Error.WriteLine(text);
}
