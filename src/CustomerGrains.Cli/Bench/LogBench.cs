using System.Globalization;
using CustomerGrains.Cli.Demo;
using CustomerGrains.Cli.Output;
using CustomerGrains.Domain;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.Cli.Bench;

/// <summary>The log alone: entries appended by several threads, each waiting for its thousands to be on disk.</summary>
internal sealed class LogBench(int seconds, string? data, Terminal terminal)
{
    private const int Entities = 200_000;
    private const int Batch = 1_000;
    private const int Window = 8;
    private const int BodyBytes = 60;

    /// <summary>Runs it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var folder = DemoFolder.Make(data);
        await using var store = await SqliteStore.OpenAsync(
            new StoreOptions { Directory = folder.Path, CheckpointInterval = Timeout.InfiniteTimeSpan },
            new EntityKinds(new FoldParameters()), NullLoggerFactory.Instance, cancellationToken);
        var threads = Environment.ProcessorCount;
        var writers = new Writer[threads];
        for (var i = 0; i < threads; i++) writers[i] = await Writer.LoadAsync(store.Log, i, Entities / threads, cancellationToken);

        var latencies = new LatencyHistogram();
        var cpu = Environment.CpuUsage.TotalTime;
        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(writers.Select(writer => Task.Run(() => writer.RunAsync(started, seconds, latencies), cancellationToken)));
        var elapsed = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var statistics = store.Statistics;
        var nanoseconds = (Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / statistics.Entries;
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"log append: {statistics.Entries / elapsed:N0} entries/s of {statistics.LogBytes / (double)statistics.Entries:0} bytes, durable, over {Entities:N0} entities by {threads} threads; {statistics.Commits / elapsed:N0} commits/s, wait p50 {latencies.Quantile(0.5).TotalMilliseconds:0.0} ms, p99 {latencies.Quantile(0.99).TotalMilliseconds:0.0} ms, {nanoseconds:0} ns of CPU an entry"));
    }

    /// <summary>One thread and the entities that are its own.</summary>
    private sealed class Writer(IFactLog log, LoadedEntity[] entities, int seed)
    {
        private readonly long[] _versions = new long[entities.Length];
        private readonly byte[] _body = new byte[BodyBytes];
        private readonly Random _random = new(seed);
        private readonly EntryWriter _entry = new();

        public static async Task<Writer> LoadAsync(IFactLog log, int thread, int count, CancellationToken cancellationToken)
        {
            var entities = new LoadedEntity[count];
            for (var i = 0; i < count; i++)
                entities[i] = await log.LoadAsync(EntityKey.Of(EntityKinds.Subscriber, string.Create(CultureInfo.InvariantCulture, $"{thread}-{i:00000000}")), cancellationToken);
            return new Writer(log, entities, thread);
        }

        public async Task RunAsync(long started, int seconds, LatencyHistogram latencies)
        {
            var underWay = new Queue<(ValueTask<CommitOutcome> Done, long Since)>();
            while (TimeProvider.System.GetElapsedTime(started).TotalSeconds < seconds)
            {
                underWay.Enqueue((AppendBatch(), TimeProvider.System.GetTimestamp()));
                if (underWay.Count == Window) await FinishAsync(underWay.Dequeue(), latencies);
            }
            while (underWay.TryDequeue(out var one)) await FinishAsync(one, latencies);
        }

        private ValueTask<CommitOutcome> AppendBatch()
        {
            var (first, last) = (Ticket.None, Ticket.None);
            for (var n = 0; n < Batch; n++)
            {
                var i = _random.Next(entities.Length);
                ref readonly var entity = ref entities[i];
                var version = ++_versions[i];
                _entry.Begin(entity.Handle.Key, version, n, 0, CauseKind.Tick, _body, 0);
                last = log.Append(entity.Handle, entity.Epoch, version, n, _entry.End());
                if (n == 0) first = last;
            }
            return log.WaitAsync(first, last, CancellationToken.None);
        }

        private static async Task FinishAsync((ValueTask<CommitOutcome> Done, long Since) batch, LatencyHistogram latencies)
        {
            if (await batch.Done != CommitOutcome.Durable) throw new CliException("A commit failed.", CliException.Failed);
            latencies.Add(TimeProvider.System.GetElapsedTime(batch.Since));
        }
    }
}
