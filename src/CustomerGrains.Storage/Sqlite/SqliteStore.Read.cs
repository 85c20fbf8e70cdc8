using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;

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

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadEntriesAsync(EntityKey key, long fromVersion, long toVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var utf8 = key.ToUtf8();
        var hash = EntityKey.Hash(utf8);
        // The log's index first, history's next: what a pass moves, or the pruner drops, from here on is seen in either place, or is
        // behind the base that is read after both (core rule 13).
        var set = _segments.Pin();
        var files = _history.Pin(HistoryCatalog.KindOf(utf8));
        try
        {
            _options.Fault?.Invoke(FaultPoint.BeforeSnapshotRead);
            var (first, snapshot) = Try(() => ReadBounds(utf8, hash));
            if (fromVersion > 0 && fromVersion < first) throw new HistoryExpiredException(fromVersion, first);
            var next = Math.Max(first, fromVersion);
            var history = new HistoryCursor(files, utf8, hash, isOldest: next == first);
            while (next <= Math.Min(snapshot, toVersion) && Try(() => history.Read(next)) is { } row)
            {
                for (var at = 0; at < row.Entries.Length && next <= toVersion;)
                {
                    var (bytes, wanted) = Next(row.Entries.AsSpan(at), ref next);
                    if (wanted) yield return row.Entries.AsMemory(at, bytes);
                    at += bytes;
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
            _options.Fault?.Invoke(FaultPoint.BeforeRowsRead);
            var log = new LogCursor(set, utf8, hash);
            while (next <= toVersion && Try(() => log.Read(next, toVersion)) is { Count: > 0 } block)
            {
                foreach (var entry in block)
                {
                    next++;
                    yield return entry;
                }
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            HistoryCatalog.Unpin(files);
            set.Unpin();
        }
    }

    public ValueTask<HistoryBase?> ReadBaseAsync(EntityKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var utf8 = key.ToUtf8();
        return new(Try(() => Read(reader => reader.ReadBase(utf8, EntityKey.Hash(utf8), withState: true))));
    }

    /// <summary>The first version that is kept, and the last that is in history.</summary>
    private (long First, long Snapshot) ReadBounds(byte[] key, ulong hash) =>
        Read(reader => ((reader.ReadBase(key, hash, withState: false)?.Version ?? 0) + 1, reader.ReadSnapshotVersion(key, hash)));

    private T Read<T>(Func<StoreReader, T> read)
    {
        var reader = _file.Rent();
        T result;
        try
        {
            result = read(reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
        _file.Return(reader);
        return result;
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
