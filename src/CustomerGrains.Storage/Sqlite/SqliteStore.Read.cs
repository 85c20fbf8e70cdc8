using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

public sealed partial class SqliteStore
{
    public async IAsyncEnumerable<Snapshot> ReadSnapshotsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var reader = Try(_file.Rent);
        try
        {
            // One transaction: a pass that runs meanwhile does not show.
            Try(() => reader.Database.Execute("BEGIN"));
            using var keys = Try(() => reader.Database.PrepareOnce("SELECT entity, place FROM snapshots ORDER BY entity"));
            using var select = Try(() => reader.Database.PrepareOnce("SELECT version, state FROM snapshots WHERE place = ?1 AND entity = ?2"));
            while (Try(keys.Step))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return Try(() =>
                {
                    var key = keys.Blob(0);
                    if (!select.Bind(1, keys.Int64(1)).Bind(2, key).Step()) throw new CorruptDataException("A snapshot is in the index and not in the table.");
                    var snapshot = new Snapshot(EntityKey.Parse(System.Text.Encoding.UTF8.GetString(key)), select.Int64(0), select.Blob(1).ToArray());
                    select.Reset();
                    return snapshot;
                });
            }
        }
        finally
        {
            reader.Dispose();
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadEntriesAsync(EntityKey key, long fromVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var utf8 = key.ToUtf8();
        var hash = EntityKey.Hash(utf8);
        var next = Math.Max(1, fromVersion);
        // The log's index first: what a pass moves into history from here on is seen in either place (core rule 13).
        var set = _segments.Pin();
        try
        {
            _options.Fault?.Invoke(FaultPoint.BeforeSnapshotRead);
            for (var within = true; Try(() => ReadHistory(utf8, hash, next, within)) is { } payload; within = false)
            {
                for (var at = 0; at < payload.Length;)
                {
                    var length = Next(payload.AsSpan(at), ref next);
                    if (length.Wanted) yield return payload.AsMemory(at, length.Bytes);
                    at += length.Bytes;
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
            _options.Fault?.Invoke(FaultPoint.BeforeRowsRead);
            foreach (var entry in Try(() => ReadLog(set, utf8, hash, next))) yield return entry;
        }
        finally
        {
            set.Unpin();
        }
    }

    private byte[]? ReadHistory(byte[] key, ulong hash, long version, bool within)
    {
        var reader = _file.Rent();
        try
        {
            var payload = reader.ReadHistory(key, hash, version, within);
            // The row that begins below the version may end below it too: then it is the last one.
            return payload is not null && within && LastVersion(payload) < version ? null : payload;
        }
        finally
        {
            _file.Return(reader);
        }
    }

    private static List<ReadOnlyMemory<byte>> ReadLog(SegmentSet set, byte[] key, ulong hash, long from)
    {
        var collector = EntryCollector.Take();
        try
        {
            set.Collect(Partitions.Of(hash), Fingerprint.Of(hash), key, from - 1, collector);
            if (collector.Count > 0 && collector.FirstVersion != from) throw new StoreCorruptException($"Version {from} of {EntityNames.ForLog(key)} is missing between history and log.");
            var entries = new List<ReadOnlyMemory<byte>>(collector.Count);
            for (var i = 0; i < collector.Count; i++) entries.Add(collector[i].ToArray());
            return entries;
        }
        finally
        {
            collector.GiveBack();
        }
    }

    private static long LastVersion(ReadOnlySpan<byte> entries)
    {
        long last = 0;
        while (!entries.IsEmpty)
        {
            var entry = EntryView.Read(entries);
            last = entry.Version;
            entries = entries[entry.Bytes.Length..];
        }
        return last;
    }

    private static (int Bytes, bool Wanted) Next(ReadOnlySpan<byte> entries, ref long next)
    {
        var entry = EntryView.Read(entries);
        if (entry.Version < next) return (entry.Bytes.Length, false);
        if (entry.Version > next) throw new StoreCorruptException($"Version {next} of {EntityNames.ForLog(entry.Key)} is missing from history, version {entry.Version} is there.");
        next++;
        return (entry.Bytes.Length, true);
    }

    private static T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is SqliteFailure or CorruptDataException)
        {
            throw SqliteFailure.Reading("The store", exception);
        }
    }

    private static void Try(Action read) => Try(() =>
    {
        read();
        return true;
    });
}
