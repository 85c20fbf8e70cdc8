namespace CustomerGrains.Storage.Log;

/// <summary>What became of the groups of this process, and who waits for them. Groups are done in the order of their numbers.
/// Every group's verdict is known: the void ones are kept, as ranges, all others are durable.</summary>
internal sealed class GroupVerdicts
{
    /// <summary>Ranges kept: a range is one outage, however many groups it took.</summary>
    private const int KeptRanges = 4096;

    private readonly Lock _gate = new();
    private readonly List<(long First, long Last)> _voids = [];
    private readonly Dictionary<long, TaskCompletionSource> _waiters = [];
    private long _done;

    /// <summary>Groups before this one are forgotten.</summary>
    private long _oldest;

    /// <summary>All groups up to this one are done.</summary>
    public long Done => Volatile.Read(ref _done);

    /// <summary>Some entry in this group is void. Called before the group is done.</summary>
    public void MarkVoid(long group)
    {
        lock (_gate)
        {
            var at = _voids.Count;
            while (at > 0 && _voids[at - 1].First > group) at--;
            if (at > 0 && group <= _voids[at - 1].Last) return;
            if (at > 0 && _voids[at - 1].Last == group - 1) _voids[at - 1] = (_voids[at - 1].First, group);
            else _voids.Insert(at, (group, group));
            if (_voids.Count <= KeptRanges) return;
            _oldest = _voids[0].Last + 1;
            _voids.RemoveAt(0);
        }
    }

    public bool IsVoid(long group)
    {
        lock (_gate) return Outcome(group, group) == CommitOutcome.Void;
    }

    /// <summary>The group behind the last done one is done; its waiters go on, on other threads.</summary>
    public void Complete(long group)
    {
        TaskCompletionSource? waiters;
        lock (_gate)
        {
            Volatile.Write(ref _done, group);
            _waiters.Remove(group, out waiters);
        }
        waiters?.SetResult();
    }

    public ValueTask<CommitOutcome> WaitAsync(long first, long last, CancellationToken cancellationToken)
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            if (last <= _done) return new ValueTask<CommitOutcome>(Outcome(first, last));
            if (!_waiters.TryGetValue(last, out waiter)) _waiters.Add(last, waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        return AwaitAsync(waiter.Task, first, last, cancellationToken);
    }

    private async ValueTask<CommitOutcome> AwaitAsync(Task done, long first, long last, CancellationToken cancellationToken)
    {
        await done.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate) return Outcome(first, last);
    }

    private CommitOutcome Outcome(long first, long last)
    {
        for (var i = _voids.Count - 1; i >= 0 && _voids[i].Last >= first; i--)
        {
            if (_voids[i].First <= last) return CommitOutcome.Void;
        }
        return first < _oldest ? CommitOutcome.Unknown : CommitOutcome.Durable;
    }
}
