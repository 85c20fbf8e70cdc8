using CustomerGrains.Cli.Output;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Replay;

/// <summary>The records that were not applied: how many of each kind, and on which line the first of them stands.</summary>
internal sealed class ExceptionTally
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (long Count, long FirstLine)> _kinds = new(StringComparer.Ordinal);

    /// <summary>Enters an answer's exceptions.</summary>
    public void Add(BatchAck ack, Func<int, long> lineOf)
    {
        lock (_gate)
        {
            foreach (var exception in ack.Exceptions)
            {
                var kind = exception.Outcome == Outcome.Rejected ? $"rejected {Names.Of(exception.Reason)}" : Names.Of(exception.Outcome);
                var line = lineOf((int)exception.Index);
                _kinds[kind] = _kinds.TryGetValue(kind, out var known) ? (known.Count + 1, Math.Min(known.FirstLine, line)) : (1, line);
            }
        }
    }

    /// <summary>The kinds in the order of their names.</summary>
    public IReadOnlyList<(string Kind, long Count, long FirstLine)> Kinds
    {
        get
        {
            lock (_gate) return [.. _kinds.Select(static pair => (pair.Key, pair.Value.Count, pair.Value.FirstLine))];
        }
    }
}
