using System.Security.Cryptography;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage.Documents;
using CustomerGrains.Storage.Log;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>A store in one folder, for one process. README.md says how it is laid out and why nothing is lost.</summary>
public sealed partial class SqliteStore : IStore
{
    private readonly StoreOptions _options;
    private readonly ILogger _logger;
    private readonly FileStream _lock;
    private readonly StoreFile _file;
    private readonly HistoryCatalog _history;
    private readonly SegmentList _segments;
    private readonly SegmentSealer _sealer;
    private readonly LogWriter _writer;
    private readonly Snapshotter _snapshotter;
    private readonly SqliteFactLog _log;
    private int _disposed;

    private SqliteStore(StoreOptions options, IEntityKinds kinds, ILoggerFactory loggers, FileStream storeLock, StoreFile file, HistoryCatalog history, DocumentTable documents)
    {
        var began = options.TimeProvider.GetTimestamp();
        _options = options;
        _logger = loggers.CreateLogger<SqliteStore>();
        _lock = storeLock;
        _file = file;
        _history = history;
        Documents = documents;
        var pool = new BufferPool();
        var tail = LogTail.Open(options.Directory, file.Id, file.TrimmedThrough, pool);
        _segments = new SegmentList();
        _segments.Change(_ => tail.Segments);
        _snapshotter = new Snapshotter(options, kinds, file, history, _segments, _logger);
        var sealedThrough = tail.Unsealed.Count > 0 ? tail.Unsealed[0].Segment.Number - 1 : tail.Segment.Number - 1;
        _sealer = new SegmentSealer(options, _segments, sealedThrough, SegmentSealed, _logger);
        foreach (var job in tail.Unsealed) _sealer.Enqueue(job);

        var incarnation = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1; // never 0, which is Ticket.None's
        var partitions = new LogPartition[Partitions.Count];
        for (var i = 0; i < partitions.Length; i++) partitions[i] = new LogPartition(i, pool);
        var groups = new GroupClock(partitions);
        var verdicts = new GroupVerdicts();
        _writer = new LogWriter(options, file.Id, incarnation, partitions, groups, verdicts, _segments, _sealer, pool, tail, _logger);
        _log = new SqliteFactLog(options, kinds, file, _segments, partitions, groups, verdicts, _writer, incarnation, tail.Now, OpenEffects(tail));
        LogOpened(_logger, options.Directory, tail.Segments.Count, tail.ScannedBytes, _log.OpenEffectsAtOpen.Count, options.TimeProvider.GetElapsedTime(began).TotalMilliseconds);
    }

    public ulong Id => _file.Id;

    public IReadOnlyDictionary<string, string> Parameters => _file.Parameters;

    public IFactLog Log => _log;

    public DocumentTable Documents { get; }

    public StoreStatistics Statistics
    {
        get
        {
            var history = _history.List();
            return new(
                _writer.Commits, _writer.Entries, _writer.LogBytes, _sealer.Count, _segments.Count, _snapshotter.Passes, _snapshotter.Snapshots, _snapshotter.SegmentsTrimmed, _writer.CommitTime, _snapshotter.Time,
                history.Sum(files => files.Count), history.Sum(files => files.Sum(file => file.Bytes)), _history.Dropped);
        }
    }

    /// <summary>Opens the store in <see cref="StoreOptions.Directory"/>, or makes one.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="StoreException">Another process has it open, it was made with other parameters, or it cannot be read.</exception>
    public static Task<SqliteStore> OpenAsync(StoreOptions options, IEntityKinds kinds, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        OpenAsync(options, _ => kinds, loggers, cancellationToken);

    /// <inheritdoc cref="OpenAsync(StoreOptions, IEntityKinds, ILoggerFactory, CancellationToken)"/>
    /// <param name="kinds">Makes the kinds from the parameters that the store was made with.</param>
    public static Task<SqliteStore> OpenAsync(StoreOptions options, Func<IReadOnlyDictionary<string, string>, IEntityKinds> kinds, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        return Task.Run(() => Open(options, kinds, loggers), cancellationToken);
    }

    /// <summary>The file that is appended to; for tests, from within a fault point of the writer.</summary>
    internal SegmentFile CurrentFile => _writer.CurrentFile;

    /// <summary>Takes nothing more, commits what is pending, seals the segment and closes. What cannot be committed is void.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _log.Closed = true;
        await _snapshotter.StopAsync().ConfigureAwait(false);
        await Task.Run(() =>
        {
            _writer.Stop();
            _sealer.Stop();
            _segments.Change(_ => []);
            _history.Dispose();
            _file.Dispose();
            Documents.Dispose();
        }).ConfigureAwait(false);
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    private static SqliteStore Open(StoreOptions options, Func<IReadOnlyDictionary<string, string>, IEntityKinds> kinds, ILoggerFactory loggers)
    {
        FileStream? storeLock = null;
        StoreFile? file = null;
        HistoryCatalog? history = null;
        DocumentTable? documents = null;
        try
        {
            Directory.CreateDirectory(options.Directory);
            storeLock = Lock(options.Directory);
            file = StoreFile.Open(options.Directory, options.Parameters);
            history = HistoryCatalog.Open(options, file);
            documents = DocumentTable.Open(Path.Combine(options.Directory, "documents.db"));
            var store = new SqliteStore(options, kinds(file.Parameters), loggers, storeLock, file, history, documents);
            store._sealer.Start();
            store._writer.Start();
            store._snapshotter.Start();
            return store;
        }
        catch (Exception exception)
        {
            documents?.Dispose();
            history?.Dispose();
            file?.Dispose();
            storeLock?.Dispose();
            if (exception is StoreException) throw;
            if (exception is SqliteFailure or CorruptDataException or IOException or UnauthorizedAccessException) throw new StoreException($"The store in {options.Directory} cannot be opened: {exception.Message}", exception);
            throw;
        }
    }

    private static FileStream Lock(string directory)
    {
        try
        {
            return new FileStream(Path.Combine(directory, "store.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            throw new StoreException($"The store in {directory} is in use by another process; stop it or choose another folder.", exception);
        }
    }

    private void SegmentSealed()
    {
        _writer.Wake();
        _snapshotter.SegmentSealed();
    }

    private List<EntityKey> OpenEffects(LogTail tail)
    {
        var keys = new HashSet<byte[]>(tail.WithEffects, Utf8Comparer.Instance);
        var reader = _file.Rent();
        reader.ReadOpenEffects(key => keys.Add(key));
        _file.Return(reader);
        return [.. keys.Select(key => EntityKey.Parse(System.Text.Encoding.UTF8.GetString(key)))];
    }

    [LoggerMessage(121, LogLevel.Information, "The store in {Directory} is open: {Segments} segments, {ScannedBytes} bytes of the log read, {OpenEffects} entities with effects to deliver, {Milliseconds:F0} ms")]
    private static partial void LogOpened(ILogger logger, string directory, int segments, long scannedBytes, int openEffects, double milliseconds);
}
