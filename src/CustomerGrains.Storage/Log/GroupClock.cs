namespace CustomerGrains.Storage.Log;

/// <summary>Ends the group that fills, in all partitions at one moment. So tickets are ordered: whoever appends after another
/// entry, to whatever partition, gets the same group or a later one, and the tickets of the first and the last entry of a batch
/// cover it.</summary>
internal sealed class GroupClock
{
    private readonly LogPartition[] _partitions;

    public GroupClock(LogPartition[] partitions) => _partitions = partitions;

    /// <summary>From here on entries are in a later group. Nothing happens when that is so already.</summary>
    public void End(long group)
    {
        // Always in this order, and nobody who holds one of them waits for another: no deadlock.
        foreach (var partition in _partitions) partition.Gate.Enter();
        if (_partitions[0].FillingGroup == group)
        {
            foreach (var partition in _partitions) partition.EndFilling();
        }
        foreach (var partition in _partitions) partition.Gate.Exit();
    }
}
