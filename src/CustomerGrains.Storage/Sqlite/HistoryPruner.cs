using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Storage.Log;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>Folds history that is past its time into bases, in the order of the file, a bounded part at a time, and drops the file when
/// all of it is there (core rule 14). What a base has already is skipped, so whatever is cut is done again.</summary>
internal sealed partial class HistoryPruner
{
    /// <summary>Written before a commit.</summary>
    private const long ChunkBytes = 16_000_000;

    /// <summary>A day, in milliseconds: business time before it is not yet set by an event.</summary>
    private const long ClockIsSet = 86_400_000;

    private readonly StoreOptions _options;
    private readonly IEntityKinds _kinds;
    private readonly StoreFile _store;
    private readonly HistoryCatalog _history;
    private readonly ILogger _logger;
    private readonly ByteWriter _state = new(4096);

    public HistoryPruner(StoreOptions options, IEntityKinds kinds, StoreFile store, HistoryCatalog history, ILogger logger)
    {
        _options = options;
        _kinds = kinds;
        _store = store;
        _history = history;
        _logger = logger;
    }

    /// <summary>Goes on with the oldest file that is to go, until about so many bytes of entries are folded or there is none.</summary>
    public void Run(long bytes, CancellationToken cancellationToken)
    {
        while (bytes > 0 && Choose() is { } file)
        {
            bytes -= Fold(file, bytes, out var isDone, cancellationToken);
            if (isDone) Drop(file);
        }
    }

    /// <summary>The next file to go; null when every one may stay. The newest of a kind always stays.</summary>
    private HistoryFile? Choose()
    {
        var series = _history.List().Where(files => files.Count > 0).ToList();
        if (series.Count == 0) return null;
        // A clock that ran ahead must not cost history.
        var now = Math.Min(series.Max(files => files.Max(file => file.LastNow)), _options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (var files in series)
        {
            if (files.Count > 1 && RuleOf(files[0].Kind).Months is > 0 and var months && EndOf(files) < Edge(now, months)) return files[0];
        }
        foreach (var group in series.GroupBy(files => RuleOf(files[0].Kind)))
        {
            if (group.Key.Bytes is { } limit && group.Sum(files => files.Sum(file => file.Bytes)) > limit)
            {
                return group.Where(files => files.Count > 1).MinBy(EndOf)?[0];
            }
        }
        return null;
    }

    /// <summary>When the oldest file's time ended. A business clock that no event has set yet stands at about 0: what is written then is of
    /// the time when it was set, which the next file says.</summary>
    private static long EndOf(IReadOnlyList<HistoryFile> files) => files[0].LastNow >= ClockIsSet ? files[0].LastNow : files[1].BegunNow;

    private HistoryRetention RuleOf(string kind) => _options.HistoryByKind.GetValueOrDefault(kind) ?? _options.History;

    private static long Edge(long now, int months) => DateTimeOffset.FromUnixTimeMilliseconds(now).AddMonths(-months).ToUnixTimeMilliseconds();

    /// <returns>Bytes of entries that were read.</returns>
    private long Fold(HistoryFile file, long bytes, out bool isDone, CancellationToken cancellationToken)
    {
        var done = 0L;
        isDone = false;
        var reader = file.Rent();
        try
        {
            while (!isDone && done < bytes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                done += FoldChunk(file, reader, Math.Min(ChunkBytes, bytes - done), out isDone);
            }
        }
        catch
        {
            reader.Dispose();
            throw;
        }
        file.Return(reader);
        return done;
    }

    private long FoldChunk(HistoryFile file, HistoryReader reader, long bytes, out bool isDone)
    {
        var (done, stopped) = (0L, false);
        long? place = file.BasedThrough;
        isDone = place == long.MaxValue;
        if (isDone) return 0;
        var writer = _store.Writer;
        writer.Execute("BEGIN IMMEDIATE");
        try
        {
            using var select = writer.PrepareOnce("SELECT version, state FROM bases WHERE place = ?1 AND entity = ?2");
            using var upsert = writer.PrepareOnce("INSERT INTO bases (place, entity, version, now, state) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (place, entity) DO UPDATE SET version = excluded.version, now = excluded.now, state = excluded.state");
            // Nearly always one; several when keys have the same hash.
            var states = new List<(byte[] Key, IEntityState State)>(1);
            reader.ReadAll(place is { } through ? through + 1 : long.MinValue, (at, entries) =>
            {
                if (at != place)
                {
                    Write();
                    if (done >= bytes)
                    {
                        stopped = true;
                        return false;
                    }
                    place = at;
                }
                var state = StateOf(EntryView.Read(entries).Key);
                FoldRow(state.State, state.Key, entries);
                done += entries.Length;
                return true;
            });
            Write();

            if (place is { } last) _store.HistoryTable.SetBasedThrough(file, last);
            _options.Fault?.Invoke(FaultPoint.InHistoryBases);
            writer.Execute("COMMIT");

            void Write()
            {
                foreach (var (key, state) in states)
                {
                    _state.Clear();
                    state.WriteTo(_state);
                    upsert.Bind(1, place!.Value).Bind(2, key).Bind(3, state.Version).Bind(4, state.Now).Bind(5, _state.Written).Run();
                }
                states.Clear();
            }

            (byte[] Key, IEntityState State) StateOf(ReadOnlySpan<byte> key)
            {
                foreach (var known in states)
                {
                    if (key.SequenceEqual(known.Key)) return known;
                }
                var entity = EntityKey.Parse(System.Text.Encoding.UTF8.GetString(key));
                var state = select.Bind(1, place!.Value).Bind(2, key).Step() ? _kinds.Read(entity, select.Blob(1)) : _kinds.Create(entity);
                select.Reset();
                states.Add((key.ToArray(), state));
                return states[^1];
            }
        }
        finally
        {
            writer.Rollback();
        }
        file.BasedThrough = place;
        isDone = !stopped;
        _options.Fault?.Invoke(FaultPoint.AfterHistoryBases);
        return done;
    }

    private static void FoldRow(IEntityState state, byte[] key, ReadOnlySpan<byte> entries)
    {
        while (!entries.IsEmpty)
        {
            var entry = EntryView.Read(entries);
            entries = entries[entry.Bytes.Length..];
            if (entry.Version <= state.Version) continue;
            if (entry.Version != state.Version + 1) throw new StoreCorruptException($"Version {state.Version + 1} of {EntityNames.ForLog(key)} is missing from history, version {entry.Version} is there.");
            EntityFold.Fold(state, entry, key);
        }
    }

    /// <summary>The store forgets the file first: it is removed when nobody reads it, or when the store is next opened.</summary>
    private void Drop(HistoryFile file)
    {
        _options.Fault?.Invoke(FaultPoint.BeforeHistoryDrop);
        var writer = _store.Writer;
        try
        {
            writer.Execute("BEGIN IMMEDIATE");
            _store.HistoryTable.Remove(file);
            writer.Execute("COMMIT");
        }
        finally
        {
            writer.Rollback();
        }
        _options.Fault?.Invoke(FaultPoint.AfterHistoryDrop);
        var bytes = file.Bytes;
        _history.Drop(file);
        LogDropped(_logger, Path.GetFileName(file.Path), bytes, DateTimeOffset.FromUnixTimeMilliseconds(file.LastNow));
    }

    [LoggerMessage(141, LogLevel.Information, "History {File} ({Bytes} bytes, up to {Through:u}) is in bases and was dropped")]
    private static partial void LogDropped(ILogger logger, string file, long bytes, DateTimeOffset through);
}
