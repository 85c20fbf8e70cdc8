using System.Runtime.InteropServices;

namespace CustomerGrains.Server.Insights;

/// <summary>The earliest of the changes that wait, in whatever order they come and go: never too late, and at most a second early. A count for each second
/// of business time in which one waits, so that adding one takes a look-up under a lock, and allocates with a new second only. Thread-safe.</summary>
internal sealed class EarliestChange
{
    /// <summary>Milliseconds of business time.</summary>
    private const long Step = 1_000;

    private readonly Lock _gate = new();

    /// <summary>By step: those with none are in it until they are the first.</summary>
    private readonly Dictionary<long, int> _counts = [];

    /// <summary>Each key of <see cref="_counts"/> once; the first has a count.</summary>
    private readonly PriorityQueue<long, long> _steps = new();

    /// <summary>Business time, milliseconds since 1970-01-01 UTC; <see cref="long.MaxValue"/> = none waits.</summary>
    internal long Time
    {
        get
        {
            lock (_gate) return _steps.TryPeek(out var step, out _) ? step * Step : long.MaxValue;
        }
    }

    /// <param name="time">Business time, milliseconds since 1970-01-01 UTC, ≥ 0.</param>
    internal void Add(long time)
    {
        var step = time / Step;
        lock (_gate)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, step, out var isThere);
            count++;
            if (!isThere) _steps.Enqueue(step, step);
        }
    }

    /// <summary>Takes out what was added.</summary>
    internal void Remove(long time)
    {
        lock (_gate)
        {
            CollectionsMarshal.GetValueRefOrNullRef(_counts, time / Step)--;
            while (_steps.TryPeek(out var first, out _) && _counts[first] == 0)
            {
                _steps.Dequeue();
                _counts.Remove(first);
            }
        }
    }
}
