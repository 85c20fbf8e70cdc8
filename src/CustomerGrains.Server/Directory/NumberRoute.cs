using CustomerGrains.Domain.Numbers;

namespace CustomerGrains.Server.Directory;

/// <summary>What this process has heard about who holds one number. A hint: the holder judges.</summary>
public sealed class NumberRoute
{
    private readonly NumberAssignment[] _assignments;
    private readonly SubscriberRoute?[] _holders;

    // The assignment recorded last, here once more: nearly always it is the only one, and three objects need not be read for it.
    private readonly long _lastFrom = long.MaxValue;
    private readonly long _lastTo;
    private readonly long _lastRecordedAt;
    private readonly SubscriberRoute? _lastHolder;

    internal NumberRoute(NumberAssignment[] assignments, SubscriberRoute?[] holders)
    {
        _assignments = assignments;
        _holders = holders;
        if (assignments.Length == 0) return;
        var last = assignments[^1];
        (_lastFrom, _lastTo, _lastRecordedAt, _lastHolder) = (last.From, last.To, last.RecordedAt, holders[^1]);
    }

    public bool IsEmpty => _assignments.Length == 0;

    /// <summary>Who held the number at <paramref name="time"/> (seconds since 1970-01-01 UTC), as known at the stamp
    /// <paramref name="asOf"/>; null = nobody.</summary>
    public SubscriberRoute? Resolve(long time, long asOf)
    {
        if (_lastFrom <= time && time < _lastTo && _lastRecordedAt <= asOf) return _lastHolder;
        for (var i = _assignments.Length - 2; i >= 0; i--)
        {
            var assignment = _assignments[i];
            if (assignment.RecordedAt <= asOf && assignment.Covers(time)) return _holders[i];
        }
        return null;
    }

    /// <summary>The piece of time in which the number is held as it is at <paramref name="time"/>, as known now; null = by nobody.</summary>
    public NumberAssignment? Piece(long time) => NumberTimeline.Of(_assignments).FirstOrDefault(p => p.Covers(time) && p.Holder.Length > 0);
}
