using CustomerGrains.Storage.Log;

namespace CustomerGrains.Server.Feed;

/// <summary>The first and the last of the group commits that a batch depends on, in one process.</summary>
internal struct TicketSpan
{
    private Ticket _first;
    private Ticket _last;

    /// <returns>False when the ticket is of another process than those before.</returns>
    internal bool TryAdd(Ticket ticket)
    {
        if (ticket == Ticket.None) return true;
        if (_last == Ticket.None) (_first, _last) = (ticket, ticket);
        else if (ticket.Incarnation != _last.Incarnation) return false;
        else if (ticket.Group > _last.Group) _last = ticket;
        else if (ticket.Group < _first.Group) _first = ticket;
        return true;
    }

    internal readonly ValueTask<CommitOutcome> WaitAsync(IFactLog log, CancellationToken cancellationToken) =>
        _last == Ticket.None ? new(CommitOutcome.Durable) : log.WaitAsync(_first, _last, cancellationToken);
}
