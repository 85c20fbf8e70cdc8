using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Worker;

/// <summary>One activation of a toy entity, as a grain would hold it: folds, then appends.</summary>
public sealed class Toy
{
    private readonly IFactLog _log;
    private readonly EntryWriter _writer = new();

    private Toy(IFactLog log, EntityKey key, LoadedEntity loaded)
    {
        _log = log;
        Key = key;
        Loaded = loaded;
        State = (ToyState)loaded.State;
    }

    public EntityKey Key { get; }

    public LoadedEntity Loaded { get; }

    public ToyState State { get; }

    public EntityHandle Handle => Loaded.Handle;

    public bool IsStale => !_log.IsCurrent(Handle, Loaded.Epoch, State.Version);

    public static async Task<Toy> LoadAsync(IFactLog log, EntityKey key) => new(log, key, await log.LoadAsync(key, CancellationToken.None));

    /// <summary>One turn with one fact.</summary>
    public Ticket Append(ReadOnlySpan<byte> body, long now = 0, bool effect = false, FactKind kind = FactKind.Usage)
    {
        var version = State.Version + 1;
        now = Math.Max(now, State.Now);
        _writer.Begin(Handle.Key, version, now, 1, CauseKind.Tick, [], 1, effect ? 1 : 0);
        _writer.Fact(kind, Outcome.Applied, body);
        if (effect) _writer.Effect("toy/target"u8, FactKind.Usage, body);
        var entry = _writer.End();
        var ticket = _log.Append(Handle, Loaded.Epoch, version, now, entry);
        State.Fold(EntryView.Read(entry));
        return ticket;
    }

    public void Release() => _log.Release(Handle);
}
