using System.Collections.Concurrent;
using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Grains.Entities;

/// <summary>Entities of this process whose activation ended with effects open, as when a commit failed: whoever drains this wakes them, and they
/// deliver (core rule 15). Each is in it once, so it holds at most as many as there were activations.</summary>
public sealed class OriginsToWake
{
    private readonly ConcurrentDictionary<EntityKey, byte> _keys = new();

    public void Add(EntityKey key) => _keys.TryAdd(key, 0);

    /// <summary>Takes out what is in it now.</summary>
    public IReadOnlyList<EntityKey> Take() => [.. _keys.Keys.Where(key => _keys.TryRemove(key, out _))];
}
