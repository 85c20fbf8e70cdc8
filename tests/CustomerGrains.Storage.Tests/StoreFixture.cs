using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.Worker;

namespace CustomerGrains.Storage.Tests;

/// <summary>One store in a folder of its own, opened and reopened by a test.</summary>
public sealed class StoreFixture : IAsyncDisposable
{
    private readonly Func<StoreOptions, IEntityKinds, RecordingLoggers, Task<IStore>> _open;
    private IStore? _store;

    public StoreFixture(Func<StoreOptions, IEntityKinds, RecordingLoggers, Task<IStore>> open)
    {
        _open = open;
        Folder = Directory.CreateTempSubdirectory("cg-store-").FullName;
        Options = new StoreOptions { Directory = Folder, SegmentBytes = 1 << 16, CommitInterval = TimeSpan.Zero, CheckpointInterval = Timeout.InfiniteTimeSpan, Fault = Faults.Visit, OnFatal = (message, exception) => Fatal.TrySetResult(exception) };
    }

    public string Folder { get; }

    public StoreOptions Options { get; set; }

    public Faults Faults { get; } = new();

    public ToyKinds Kinds { get; } = new();

    public RecordingLoggers Loggers { get; private set; } = new();

    public TaskCompletionSource<Exception> Fatal { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool ErrorsExpected { get; set; }

    public IStore Store => _store ?? throw new InvalidOperationException("The store is not open.");

    public IFactLog Log => Store.Log;

    public async Task OpenAsync()
    {
        Loggers = new RecordingLoggers();
        _store = await _open(Options, Kinds, Loggers);
    }

    public async Task CloseAsync()
    {
        if (_store is null) return;
        await _store.DisposeAsync();
        _store = null;
        if (!ErrorsExpected) Assert.Empty(Loggers.Errors);
    }

    public async Task ReopenAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    public Task<Toy> LoadAsync(string id) => Toy.LoadAsync(Log, EntityKey.Of("toy", id));

    public Task<CommitOutcome> WaitAsync(Ticket ticket) => Log.WaitAsync(ticket, ticket, CancellationToken.None).AsTask();

    public async Task AppendDurableAsync(Toy toy, int entries, int bytes = 20, bool effect = false)
    {
        Ticket first = default, last = default;
        for (var i = 0; i < entries; i++)
        {
            last = toy.Append(new byte[bytes], effect: effect);
            if (first == Ticket.None) first = last;
        }
        Assert.Equal(CommitOutcome.Durable, await Log.WaitAsync(first, last, CancellationToken.None));
    }

    /// <summary>All entries of the entity that can be read, checked for density, and the digest of their fold.</summary>
    public async Task<(long Version, ulong Digest)> ReadAsync(EntityKey key, long from = 1)
    {
        ulong digest = 0;
        var version = from - 1;
        await foreach (var entry in Store.ReadEntriesAsync(key, from, long.MaxValue, CancellationToken.None))
        {
            var view = Domain.Facts.EntryView.Read(entry.Span);
            Assert.Equal(++version, view.Version);
            Assert.Equal(key.ToUtf8(), view.Key.ToArray());
            digest = ToyState.Mix(digest, entry.Span);
        }
        return (version, digest);
    }

    public static byte[] Bytes(IEntityState state)
    {
        var writer = new ByteWriter();
        state.WriteTo(writer);
        return writer.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(Folder, true);
    }
}
