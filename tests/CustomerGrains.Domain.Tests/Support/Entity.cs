using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Tests.Support;

/// <summary>One entity driven by hand, without a store: entries are written, folded and kept.</summary>
internal class Entity<TState> where TState : class, IEntityState
{
    private readonly EntryWriter _writer = new();

    internal Entity(string key, FoldParameters? parameters = null)
    {
        Key = EntityKey.Parse(key);
        Parameters = parameters ?? new FoldParameters();
        Kinds = new EntityKinds(Parameters);
        State = (TState)Kinds.Create(Key);
    }

    internal EntityKey Key { get; }

    internal FoldParameters Parameters { get; }

    internal EntityKinds Kinds { get; }

    internal TState State { get; set; }

    internal List<byte[]> Entries { get; } = [];

    internal byte[] Bytes => BytesOf(State);

    internal byte[] Aggregates
    {
        get
        {
            var writer = new ByteWriter();
            State.WriteAggregates(writer);
            return writer.ToArray();
        }
    }

    internal static byte[] BytesOf(IEntityState state)
    {
        var writer = new ByteWriter();
        state.WriteTo(writer);
        return writer.ToArray();
    }

    internal static byte[] Body(Action<ByteWriter> write)
    {
        var writer = new ByteWriter();
        write(writer);
        return writer.ToArray();
    }

    internal byte[] Entry(CauseKind kind, byte[] cause, FactKind fact, byte[] body, long now = 1, params (string Target, FactKind Kind, byte[] Body)[] effects)
    {
        _writer.Begin(Key.ToUtf8(), State.Version + 1, now, 0, kind, cause, 1, effects.Length);
        _writer.Fact(fact, Outcome.Applied, body);
        foreach (var effect in effects) _writer.Effect(System.Text.Encoding.UTF8.GetBytes(effect.Target), effect.Kind, effect.Body);
        return _writer.End().ToArray();
    }

    internal void Take(CauseKind kind, byte[] cause, FactKind fact, byte[] body, long now = 1, params (string Target, FactKind Kind, byte[] Body)[] effects) =>
        Fold(Entry(kind, cause, fact, body, now, effects));

    internal void Fold(byte[] entry)
    {
        State.Fold(EntryView.Read(entry));
        Entries.Add(entry);
    }

    internal TState ReadBack() => (TState)Kinds.Read(Key, Bytes);

    internal TState Refold()
    {
        var state = (TState)Kinds.Create(Key);
        foreach (var entry in Entries) state.Fold(EntryView.Read(entry));
        return state;
    }
}
