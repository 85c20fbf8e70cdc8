using System.Collections.Concurrent;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Grains.Numbers;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Calls;

namespace CustomerGrains.Server.Directory;

/// <summary>Number → subscribers, from what the number grains say; kept so that a record costs one look-up. Numbers that nobody
/// ever held are not kept: only the number itself can say so.</summary>
public sealed class NumberDirectory
{
    /// <summary>Beyond so many numbers the directory starts afresh: what is used comes back at once.</summary>
    private const int Capacity = 8_000_000;

    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly ConcurrentDictionary<ulong, NumberRoute> _numbers = new();
    private readonly ConcurrentDictionary<string, SubscriberRoute> _subscribers = new(StringComparer.Ordinal);
    private int _ordinal;
    private int _numberCount;
    private int _subscriberCount;

    public NumberDirectory(IGrainFactory grains, GrainCalls calls)
    {
        _grains = grains;
        _calls = calls;
    }

    /// <summary>What is known without asking.</summary>
    public NumberRoute? Find(PackedNumber number) => _numbers.GetValueOrDefault(number.Value);

    /// <summary>Asks the number: what it says is durable, and every holder concerned knows of it.</summary>
    public async Task<NumberRoute> LoadAsync(PackedNumber number, CancellationToken cancellationToken)
    {
        var grain = _grains.GetGrain<INumberGrain>(number.EntityId);
        var route = Route(await _calls.RetryAsync(() => grain.GetAssignments(cancellationToken), cancellationToken));
        if (route.IsEmpty) return route;
        if (_numbers.TryAdd(number.Value, route)) Bound(_numbers, ref _numberCount);
        else _numbers[number.Value] = route;
        return route;
    }

    /// <summary>The number has changed hands.</summary>
    public void Forget(PackedNumber number)
    {
        if (_numbers.TryRemove(number.Value, out _)) Interlocked.Decrement(ref _numberCount);
    }

    public SubscriberRoute Subscriber(string id) => _subscribers.TryGetValue(id, out var route) ? route : Add(id);

    private SubscriberRoute Add(string id)
    {
        Bound(_subscribers, ref _subscriberCount);
        return _subscribers.GetOrAdd(id, static (id, self) => new SubscriberRoute(id, Interlocked.Increment(ref self._ordinal), self._grains.GetGrain<ISubscriberGrain>(id)), this);
    }

    /// <summary>Counts one more; a dictionary's own count would stop every other user of it.</summary>
    private static void Bound<TKey, TValue>(ConcurrentDictionary<TKey, TValue> dictionary, ref int count) where TKey : notnull
    {
        if (Interlocked.Increment(ref count) <= Capacity) return;
        dictionary.Clear();
        Volatile.Write(ref count, 0);
    }

    private NumberRoute Route(ReadOnlyMemory<byte> assignments)
    {
        var reader = new ByteReader(assignments.Span);
        var known = new NumberAssignment[reader.Count()];
        for (var i = 0; i < known.Length; i++) known[i] = NumberAssignment.Read(ref reader);
        return new NumberRoute(known, Array.ConvertAll(known, a => a.Holder.Length == 0 ? null : Subscriber(a.Holder)));
    }
}
