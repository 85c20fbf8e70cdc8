using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>Where whoever changes a subscriber hands its row in. Thread-safe.</summary>
public interface IRowSink
{
    /// <summary>Takes the row: no I/O, no wait. Of several rows of a subscriber the last counts.</summary>
    /// <param name="ticket">The group commit that will hold the row's version: the row is written when that is on disk, and thrown away if it
    /// comes to nothing.</param>
    void Put(SubscriberRow row, Ticket ticket);
}
