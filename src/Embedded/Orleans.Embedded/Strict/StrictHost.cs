using System.Collections.Concurrent;

namespace Orleans.Embedded;

/// <summary>Makes the decisions of <see cref="StrictMode"/>.</summary>
internal sealed class StrictHost(StrictMode mode)
{
    private const int LongestDelay = 8;

    private readonly ConcurrentDictionary<(GrainClass Class, string Key), Ordinals> _ordinals = new();
    private readonly List<LateCall> _late = [];
    private readonly Lock _lateLock = new();

    public IGrainValueCopier Copier { get; } = mode.DeepCopies ? new DeepCopier() : new NoCopier();

    /// <summary>Sends a call on its way, with what the seed has for it.</summary>
    public void Send(GrainProxy proxy, GrainCall call)
    {
        try
        {
            call.CopyArguments(Copier);
        }
        catch (InvalidOperationException exception)
        {
            call.Fail(exception);
            return;
        }

        var draws = Draws(proxy.Binding.Class, proxy.Key, 'c', static o => Interlocked.Increment(ref o.Calls));
        if (draws.NextDouble() < mode.SecondActivation)
            proxy.Binding.Class.Fork(proxy.Key);
        var outcome = draws.NextDouble();
        if (outcome < mode.TimeoutAfterExecution)
        {
            call.ReportInstead = Timeout(proxy, call);
            call.RunsWhenAnswered = true;
            proxy.Deliver(call);
        }
        else if (outcome < mode.TimeoutAfterExecution + mode.LateExecution)
        {
            call.RunsWhenAnswered = true;
            lock (_lateLock)
                _late.Add(new LateCall(proxy, call, 1 + draws.Next(LongestDelay)));
            call.Fail(Timeout(proxy, call));
        }
        else if (draws.NextDouble() < mode.Reordering)
        {
            // A way through the pool: whatever is sent meanwhile may arrive first.
            ThreadPool.UnsafeQueueUserWorkItem(static way => way.proxy.Deliver(way.call), (proxy, call), preferLocal: false);
        }
        else
        {
            proxy.Deliver(call);
        }

        DeliverLate(1);
    }

    /// <summary>Delivers all calls that are held back.</summary>
    public int RunLateCalls() => DeliverLate(LongestDelay);

    public void AfterTurn(Activation activation)
    {
        var draws = Draws(activation.Class, activation.Key, 't', static o => Interlocked.Increment(ref o.Turns));
        if (draws.NextDouble() < mode.Deactivation)
            activation.Deactivate(new(DeactivationReasonCode.RuntimeRequested, "Strict mode."));
    }

    /// <summary>How many calls to pass over in a queue.</summary>
    public int ChooseCall(Activation activation, int waiting)
    {
        if (waiting < 2)
            return 0;
        var draws = Draws(activation.Class, activation.Key, 'q', static o => Interlocked.Increment(ref o.Choices));
        return draws.NextDouble() < mode.Reordering ? draws.Next(waiting) : 0;
    }

    private static TimeoutException Timeout(GrainProxy proxy, GrainCall call) =>
        new($"No answer from {proxy} to {call.MethodName} (strict mode). The outcome is unknown: the call may still run.");

    private int DeliverLate(int steps)
    {
        List<LateCall>? due = null;
        lock (_lateLock)
        {
            if (_late.Count == 0)
                return 0;
            foreach (var late in _late)
            {
                if ((late.Delay -= steps) <= 0)
                    (due ??= []).Add(late);
            }

            _late.RemoveAll(static late => late.Delay <= 0);
        }

        foreach (var late in due ?? [])
            late.Proxy.Deliver(late.Call);
        return due?.Count ?? 0;
    }

    private Random Draws(GrainClass grainClass, string key, char kind, Func<Ordinals, int> next)
    {
        var ordinal = next(_ordinals.GetOrAdd((grainClass, key), static _ => new Ordinals()));

        // Not string.GetHashCode, which differs from process to process.
        var hash = 2166136261u;
        foreach (var c in grainClass.GrainType.ToString())
            hash = (hash ^ c) * 16777619u;
        foreach (var c in key)
            hash = (hash ^ c) * 16777619u;
        hash = (hash ^ kind) * 16777619u;
        hash = (hash ^ (uint)ordinal) * 16777619u;
        hash = (hash ^ (uint)mode.Seed) * 16777619u;
        return new Random((int)hash);
    }

    private sealed class Ordinals
    {
        public int Calls;
        public int Turns;
        public int Choices;
    }

    private sealed record LateCall(GrainProxy Proxy, GrainCall Call, int FirstDelay)
    {
        public int Delay { get; set; } = FirstDelay;
    }

    private sealed class NoCopier : IGrainValueCopier
    {
        public T Copy<T>(T value) => value;
    }
}
