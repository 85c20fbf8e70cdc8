using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>Where whoever changes a subscriber hands its row in. Thread-safe.</summary>
public interface IRowSink
{
    /// <summary>Takes the row: no I/O, no wait. Of several rows of a subscriber the last counts.</summary>
    /// <param name="ticket">The group commit that will hold the row's version: the row is written when that is on disk, and thrown away if it
    /// comes to nothing.</param>
    /// <param name="ifClassChanged">Write it only if a class in it is another than the one written: somebody hands the subscriber's numbers in later.</param>
    void Put(SubscriberRow row, Ticket ticket, bool ifClassChanged = false);

    /// <summary>Rows that wait to be written.</summary>
    int Waiting { get; }

    /// <summary>Says who knows of changes whose rows have still to be handed in: after a crash these are made from the log.</summary>
    /// <param name="oldest">Business time of the earliest of them, milliseconds since 1970-01-01 UTC; <see cref="long.MaxValue"/> = there are none.
    /// Called from any thread.</param>
    /// <param name="oldestNumbers">The same of those in which no class changed: they are not missed, but after a crash.</param>
    void Expect(Func<long> oldest, Func<long> oldestNumbers);
}
