using CustomerGrains.Domain.Rollups;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>What rows have to tell that nobody has answered for yet; the rows themselves may have been written. It holds back how far a start after a crash
/// trusts the rows: from there on they are made again, and their reports with them. Thread-safe.</summary>
internal sealed class OwedReports
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (SubscriberRow Row, long Since)> _rows = new(StringComparer.Ordinal);

    /// <summary>Subscribers that owe some.</summary>
    internal int Count
    {
        get
        {
            lock (_gate) return _rows.Count;
        }
    }

    /// <summary>Business time of the earliest change that is not told, milliseconds since 1970-01-01 UTC; <see cref="long.MaxValue"/> = there is none.</summary>
    internal long Earliest
    {
        get
        {
            lock (_gate) return _rows.Count == 0 ? long.MaxValue : _rows.Values.Min(static owed => owed.Since);
        }
    }

    internal List<SubscriberRow> Rows
    {
        get
        {
            lock (_gate) return [.. _rows.Values.Select(static owed => owed.Row)];
        }
    }

    /// <summary><see cref="Earliest"/> of what is owed to any of these.</summary>
    internal long EarliestTo(IReadOnlyCollection<RollupTarget> targets)
    {
        lock (_gate)
        {
            var earliest = long.MaxValue;
            foreach (var (row, since) in _rows.Values)
                if (since < earliest && row.Reports.Any(report => targets.Contains(report.Target))) earliest = since;
            return earliest;
        }
    }

    /// <summary>Takes the reports of a row in place of those of the subscriber's row before, which say nothing that these do not.</summary>
    /// <param name="since">Business time of the earliest change in it, milliseconds since 1970-01-01 UTC.</param>
    internal void Add(SubscriberRow row, long since)
    {
        lock (_gate)
        {
            var isOwed = _rows.TryGetValue(row.SubscriberId, out var other);
            if (isOwed && (other.Row.Version, other.Row.AsOf).CompareTo((row.Version, row.AsOf)) > 0) row = other.Row;
            if (row.Reports.Count > 0) _rows[row.SubscriberId] = (row, isOwed ? Math.Min(since, other.Since) : since);
            else _rows.Remove(row.SubscriberId);
        }
    }

    /// <summary>These are on disk where they belong.</summary>
    internal void Remove(IEnumerable<SubscriberRow> told)
    {
        lock (_gate)
        {
            foreach (var row in told)
                if (_rows.TryGetValue(row.SubscriberId, out var owed) && ReferenceEquals(owed.Row, row)) _rows.Remove(row.SubscriberId);
        }
    }
}
