namespace CustomerGrains.Storage.Tests;

/// <summary>Throws or waits at fault points, each once per order. Orders for one point are served in turn.</summary>
public sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly Dictionary<FaultPoint, Queue<Action>> _orders = [];

    /// <summary>The next visit of the point fails.</summary>
    public void Throw(FaultPoint point) => Do(point, () => throw new InjectedFault(point));

    /// <summary>The next visit of the point does this, on the store's thread.</summary>
    public void Do(FaultPoint point, Action action)
    {
        lock (_gate)
        {
            if (!_orders.TryGetValue(point, out var orders)) _orders.Add(point, orders = new Queue<Action>());
            orders.Enqueue(action);
        }
    }

    /// <summary>The next visit of the point stops there until it is let go.</summary>
    public Stop Hold(FaultPoint point)
    {
        var stop = new Stop();
        Do(point, stop.Visit);
        return stop;
    }

    public void Visit(FaultPoint point)
    {
        Action? action = null;
        lock (_gate)
        {
            if (_orders.TryGetValue(point, out var orders)) orders.TryDequeue(out action);
        }
        action?.Invoke();
    }
}
