using System.Collections.Concurrent;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Sources;
using CustomerGrains.Domain.Time;
using CustomerGrains.Domain.Usage;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Server.Calls;
using CustomerGrains.Storage;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Feed.Quarantine;

/// <summary>Takes re-drives that are begun to their end: begun ▸ slices ▸ complete, each on disk before the next (core rule 18). Any
/// part of it may be repeated, here or in another process: the subscribers know the records under the re-drive's own ordinal.</summary>
public sealed partial class Redriver
{
    private const int Attempts = 8;

    private readonly IGrainFactory _grains;
    private readonly IStore _store;
    private readonly FeedServices _services;
    private readonly BatchProcessor _processor;
    private readonly ILogger<Redriver> _logger;
    private readonly CancellationToken _stopping;
    private readonly ConcurrentDictionary<string, Lazy<Task>> _running = new(StringComparer.Ordinal);

    public Redriver(IGrainFactory grains, IStore store, FeedServices services, IHostApplicationLifetime lifetime, ILogger<Redriver> logger)
    {
        _grains = grains;
        _store = store;
        _services = services;
        _processor = new BatchProcessor(services.Directory, services.Calls, services.Log);
        _logger = logger;
        _stopping = lifetime.ApplicationStopping;
    }

    /// <summary>Finishes the source's re-drive, if one is under way. Whoever asks meanwhile waits for the same one.</summary>
    /// <param name="cancellationToken">Ends the waiting, not the re-drive.</param>
    internal Task FinishAsync(string source, CancellationToken cancellationToken) =>
        _running.GetOrAdd(source, static (source, self) => new Lazy<Task>(() => self.RunAsync(source)), this).Value.WaitAsync(cancellationToken);

    /// <summary>The same, with nobody waiting: a re-drive that was cut is carried on with by whoever meets it.</summary>
    internal void FinishInBackground(string source) => _ = FinishAndLogAsync(source);

    private async Task FinishAndLogAsync(string source)
    {
        try
        {
            await FinishAsync(source, CancellationToken.None);
        }
        catch (Exception e)
        {
            if (!_stopping.IsCancellationRequested) LogCut(e);
        }
    }

    private async Task RunAsync(string source)
    {
        // Not on the thread of the caller, who may not have waited for it.
        await Task.Yield();
        try
        {
            await _services.Admission.EnterAsync(_stopping);
            try
            {
                for (var attempt = 1; ; attempt++)
                {
                    try
                    {
                        await RunOnceAsync(source);
                        return;
                    }
                    catch (Exception e) when (GrainCalls.IsRetryable(e) && attempt < Attempts)
                    {
                        await _services.Calls.PauseAsync(attempt, _stopping);
                    }
                }
            }
            finally
            {
                _services.Admission.Leave();
            }
        }
        finally
        {
            _running.TryRemove(source, out _);
        }
    }

    private async Task RunOnceAsync(string source)
    {
        var grain = _grains.GetGrain<ISourceGrain>(source);
        var receipt = await _services.Calls.ReadAsync(grain, _stopping);
        var state = RejectedMessages.State(receipt.State);
        if (state.Redrive is not { } redrive) return;
        var begun = await ReadBegunAsync(source, redrive.Version, _stopping);

        var (batch, records) = (ParsedBatchPool.Rent(), new List<QuarantinedRecord>());
        var reader = new QuarantineReader(_store, source);
        foreach (var item in begun.Items)
        {
            if (item.Verdict != RedriveVerdict.Taken) continue;
            var entry = await reader.ReadAsync(item.Version, _stopping);
            var record = entry?.Find(item.Index, state.Marks) ?? throw new StoreException($"Version {item.Version} of a source keeps no record {item.Index}, and a re-drive says so.");
            Add(batch, record.Content.Span);
            records.Add(record);
        }

        var work = BatchWork.Rent(batch.Count);
        work.SetRedriven([.. records.Select(r => r.Ordinal)], [.. records.Select(r => Stamps.Milliseconds(r.Entry.Fact.FirstSeen))]);
        var cause = new SliceCause(state.Number, state.LowestOpen, redrive.Ordinal, 1, 0);
        await _processor.ProcessAsync(batch, work, cause, begun.FirstSeen, _stopping);
        var body = Completion(redrive, work, records);
        work.Return();
        ParsedBatchPool.Return(batch);
        await _services.Calls.DurablyAsync(() => grain.CompleteRedrive(redrive.Ordinal, body), _stopping);
    }

    internal async Task<RedriveBegun> ReadBegunAsync(string source, long version, CancellationToken cancellationToken)
    {
        var bytes = await ReadBodyAsync(source, version, FactKind.RedriveBegun, cancellationToken);
        var reader = new ByteReader(bytes);
        return RedriveBegun.Read(ref reader);
    }

    internal async Task<RedriveCompleted> ReadCompletedAsync(string source, long version, CancellationToken cancellationToken)
    {
        var bytes = await ReadBodyAsync(source, version, FactKind.RedriveCompleted, cancellationToken);
        var reader = new ByteReader(bytes);
        return RedriveCompleted.Read(ref reader);
    }

    private async Task<byte[]> ReadBodyAsync(string source, long version, FactKind kind, CancellationToken cancellationToken)
    {
        await foreach (var entry in _store.ReadEntriesAsync(EntityKey.Of(EntityKinds.Source, source), version, version, cancellationToken))
        {
            foreach (var fact in EntryView.Read(entry.Span).Facts)
                if (fact.Kind == kind) return fact.Body.ToArray();
        }
        throw new StoreException($"Version {version} of a source is no {kind}.");
    }

    private static void Add(ParsedBatch batch, ReadOnlySpan<byte> content)
    {
        var (served, time) = HeadOf(content);
        var offset = batch.Bytes.Length;
        batch.Bytes.Raw(content);
        batch.Add(new ParsedRecord(served, time, offset, content.Length, RejectReason.None));
    }

    private static (PackedNumber Served, long Time) HeadOf(ReadOnlySpan<byte> content)
    {
        if (FactRecordView.IsFact(content))
        {
            var fact = FactRecordView.Read(content);
            return (fact.Served, fact.Time);
        }
        var usage = UsageRecordView.Read(content);
        return (usage.Served, usage.StartTime);
    }

    private static byte[] Completion(RedriveUnderWay redrive, BatchWork work, List<QuarantinedRecord> records)
    {
        var results = new RedriveResult[records.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var (record, (outcome, reason)) = (records[i], work.OutcomeOf(i));
            results[i] = new RedriveResult(record.Entry.Version, record.Entry.Fact.ReceiveDay, record.Index, record.Reason, outcome, reason);
        }
        var body = new ByteWriter();
        new RedriveCompleted(redrive.Ordinal, redrive.Version, results).WriteTo(body);
        return body.ToArray();
    }

    [LoggerMessage(EventId = 120, Level = LogLevel.Warning, Message = "A re-drive was cut; it is carried on with when its source is next opened or asked.")]
    private partial void LogCut(Exception exception);
}
