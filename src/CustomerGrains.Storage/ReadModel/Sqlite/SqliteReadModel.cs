using System.Collections.Concurrent;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Storage.ReadModel.Sqlite;

/// <summary>The read model in one SQLite file beside the store, with what reports and searches go by in memory (<see cref="ClassTable"/>). One connection
/// writes, others read beside it (write-ahead log).</summary>
public sealed partial class SqliteReadModel : IReadModel
{
    private readonly string _directory;
    private readonly Database _writer;
    private readonly ClassTable _classes = new();
    private readonly ConcurrentStack<Database> _readers = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly OwnThreads _searching = new("rows read", Math.Max(2, Environment.ProcessorCount));
    private readonly OwnThreads _recording = new("rows written", 1);
    private readonly CancellationTokenSource _stop = new();
    private ReadModelStamp _stamp;

    private SqliteReadModel(string directory, Database writer)
    {
        (_directory, _writer) = (directory, writer);
        _stamp = ReadModelFile.TakeStamp(writer);
        Ready = Task.Run(Load);
    }

    public Task Ready { get; }

    public ReadModelStamp Stamp => _stamp;

    public int Count => _classes.Count;

    /// <summary>Opens <c>readmodel.db</c> of a folder, or makes it. One that cannot be used is set aside under another name: rows are made
    /// again.</summary>
    /// <param name="storeId">Of the store that the rows come from.</param>
    /// <exception cref="StoreException">It can neither be opened nor made.</exception>
    public static SqliteReadModel Open(string directory, ulong storeId, ILogger logger)
    {
        try
        {
            return new SqliteReadModel(directory, OpenOrReplace(directory, storeId, logger));
        }
        catch (Exception exception) when (exception is SqliteFailure or CorruptDataException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{ReadModelFile.PathIn(directory)} can neither be opened nor made: {exception.Message}", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync().ConfigureAwait(false);
        await Ready.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _writing.WaitAsync().ConfigureAwait(false);
        while (_readers.TryPop(out var reader)) reader.Dispose();
        _writer.Dispose();
        _classes.Dispose();
        _searching.Dispose();
        _recording.Dispose();
    }

    private static Database OpenOrReplace(string directory, ulong storeId, ILogger logger)
    {
        try
        {
            return ReadModelFile.Open(directory, storeId);
        }
        catch (Exception exception) when (exception is CorruptDataException or SqliteFailure { IsCorrupt: true })
        {
            var path = ReadModelFile.PathIn(directory);
            LogSetAside(logger, exception, path);
            foreach (var suffix in (string[])["", "-wal", "-shm"])
            {
                if (File.Exists(path + suffix)) File.Move(path + suffix, $"{path}.unusable{suffix}", overwrite: true);
            }
            return ReadModelFile.Open(directory, storeId);
        }
    }

    private void Load()
    {
        try
        {
            _classes.StartAt((int)_writer.QueryInt64("SELECT value FROM meta WHERE key = 'rows'")!.Value);
            using var reader = OpenReader();
            using var select = reader.PrepareOnce($"SELECT row, {RowReader.Columns} FROM subscribers");
            var batch = new List<(int, SubscriberRow)>();
            while (select.Step())
            {
                _stop.Token.ThrowIfCancellationRequested();
                batch.Add((select.Int32(0), RowReader.Read(select, 1)));
                if (batch.Count < LoadRows) continue;
                _classes.Set(batch);
                batch.Clear();
            }
            _classes.Set(batch);
        }
        catch (SqliteFailure failure)
        {
            throw SqliteFailure.Reading("The rows of subscribers", failure);
        }
    }

    private const int LoadRows = 10_000;

    private Database OpenReader()
    {
        var reader = Database.OpenReadOnly(ReadModelFile.PathIn(_directory));
        reader.Execute("PRAGMA mmap_size=1073741824; PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY");
        return reader;
    }

    /// <summary>Reads on a connection and a thread of its own; cancelling interrupts SQLite.</summary>
    private Task<T> ReadAsync<T>(Func<Database, T> read, CancellationToken cancellationToken) => _searching.RunAsync(
        () =>
        {
            Database? reader = null;
            try
            {
                if (!_readers.TryPop(out reader)) reader = OpenReader();
                using (cancellationToken.Register(static db => SQLitePCL.raw.sqlite3_interrupt(((Database)db!).Handle), reader))
                {
                    var result = read(reader);
                    _readers.Push(reader);
                    return result;
                }
            }
            catch (Exception exception) when (exception is SqliteFailure or CorruptDataException)
            {
                reader?.Dispose();
                cancellationToken.ThrowIfCancellationRequested();
                throw SqliteFailure.Reading("The read model", exception);
            }
            catch
            {
                reader?.Dispose();
                throw;
            }
        },
        cancellationToken);

    /// <summary>Writes in one transaction, on a thread of its own.</summary>
    /// <param name="done">What follows in memory; nobody else writes before it is done.</param>
    private async Task WriteAsync(Action write, CancellationToken cancellationToken, Action? done = null)
    {
        await Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _recording.RunAsync(
                () =>
                {
                    try
                    {
                        _writer.Execute("BEGIN IMMEDIATE");
                        write();
                        _writer.Execute("COMMIT");
                    }
                    finally
                    {
                        _writer.Rollback();
                    }
                },
                CancellationToken.None).ConfigureAwait(false);
            done?.Invoke();
        }
        catch (SqliteFailure failure)
        {
            throw new StoreException($"The read model cannot be written: {failure.Message}", failure);
        }
        finally
        {
            _writing.Release();
        }
    }

    [LoggerMessage(151, LogLevel.Warning, "{Path} cannot be used and is set aside; subscribers' rows are made again, the days kept for reports are in it")]
    private static partial void LogSetAside(ILogger logger, Exception exception, string path);
}
