namespace CustomerGrains.Storage.Log;

/// <summary>Which group commit of which process will hold an entry. Whatever depends on the entry leaves the process only after
/// <see cref="IFactLog.WaitAsync"/> said <see cref="CommitOutcome.Durable"/>.</summary>
/// <param name="Incarnation">Random number of the process that appended; 0 only in <see cref="None"/>.</param>
/// <param name="Group">Dense number of the group in that process.</param>
public readonly record struct Ticket(ulong Incarnation, long Group)
{
    /// <summary>Depends on nothing that is not on disk already.</summary>
    public static Ticket None => default;
}
