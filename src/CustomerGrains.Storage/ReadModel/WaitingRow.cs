using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>A row that is to be written.</summary>
/// <param name="Row">The latest of the subscriber.</param>
/// <param name="Ticket">Of its version.</param>
/// <param name="Changed">Business time of the earliest change that is not written.</param>
/// <param name="Due">When it is written even if no class changed: operational time, <see cref="TimeProvider.GetTimestamp"/>; 0 = not known yet.</param>
internal sealed record WaitingRow(SubscriberRow Row, Ticket Ticket, long Changed, long Due)
{
    /// <summary>It was looked at, and no class in it is another than the one written.</summary>
    public bool IsQuiet { get; set; }
}
